const SUGGESTIONS = "party_affairs.api.contact.suggestions";

frappe.ui.form.on("Contact Suggestion", {
	setup(frm) {
		party_affairs.limit_branches(frm);
	},

	async onload(frm) {
		await party_affairs.prefill_branch(frm);
		if (frm.is_new() || frm.doc.status !== "Open" || !frm.perm[0].write) return;
		const overtaken = await frappe.xcall(`${SUGGESTIONS}.bring_up_to_date`, { name: frm.doc.name });
		if (!overtaken) return;
		await frm.reload_doc();
		frappe.show_alert({ message: __("{0} lines were overtaken meanwhile.", [overtaken]), indicator: "orange" });
	},

	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Save, and the program suggests whom each member could be paired with."), "blue");
			return;
		}
		if (frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.set_intro(__("Tick lines, and decide about them. Followed lines become pairings from today on."), "blue");
		frm.add_custom_button(__("Follow the Suggestion"), () => decide(frm, "Followed"), __("Decision"));
		frm.add_custom_button(__("Change"), () => change(frm), __("Decision"));
		frm.add_custom_button(__("Decline"), () => refuse(frm), __("Decision"));
	},
});

// The ticked lines that are still open; without a tick all that are open.
function chosen(frm) {
	const open = frm.doc.lines.filter((line) => line.decision === "Undecided");
	const ticked = open.filter((line) => line.__checked);
	return (ticked.length ? ticked : open).map((line) => line.name);
}

async function decide(frm, decision, more = {}) {
	const rows = chosen(frm);
	const told = await frappe.xcall(`${SUGGESTIONS}.decide`, { name: frm.doc.name, rows, decision, ...more });
	await frm.reload_doc();
	frappe.show_alert({
		message: __("{0} pairings were made, {1} lines had been overtaken.", [told.made, told.overtaken]),
		indicator: told.overtaken ? "orange" : "green",
	});
}

function change(frm) {
	const fields = [
		{
			fieldname: "changed_to",
			fieldtype: "Link",
			options: "Contacted Person",
			label: __("Contacted Person"),
			reqd: 1,
			get_query: () => ({ filters: { branch: frm.doc.branch } }),
		},
		{ fieldname: "note", fieldtype: "Small Text", label: __("Note on the Decision") },
	];
	frappe.prompt(fields, (values) => decide(frm, "Changed", values), __("Change"), __("Change"));
}

function refuse(frm) {
	const fields = [
		{ fieldname: "note", fieldtype: "Small Text", label: __("Note on the Decision"), reqd: 1 },
	];
	frappe.prompt(fields, (values) => decide(frm, "Declined", values), __("Decline"), __("Decline"));
}
