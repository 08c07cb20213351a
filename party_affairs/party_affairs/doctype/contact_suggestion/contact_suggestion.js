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

	// The lines are made on the server: only a form that is read anew knows what they name.
	after_save: (frm) => frm.reload_doc(),

	refresh(frm) {
		frm.set_intro("");
		for (const fixed of ["cannot_add_rows", "cannot_delete_rows"]) frm.set_df_property("lines", fixed, true);
		if (frm.is_new()) {
			frm.set_intro(__("Save, and the program suggests whom each member could be paired with."), "blue");
			return;
		}
		if (frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.set_intro(__("Tick lines, and decide about them. Followed lines become pairings from today on."), "blue");
		frm.add_custom_button(__("Follow the Suggestion"), () => follow(frm), __("Decision"));
		frm.add_custom_button(__("Change"), () => change(frm), __("Decision"));
		frm.add_custom_button(__("Decline"), () => refuse(frm), __("Decision"));
	},
});

// The names of the ticked lines that are still open; without one a sentence asks to tick, and nothing is decided.
function ticked(frm) {
	const lines = frm.get_field("lines").grid.get_selected_children();
	const open = lines.filter((line) => line.decision === "Undecided").map((line) => line.name);
	if (!open.length) frappe.msgprint(__("Tick the open lines that you decide about first."));
	return open;
}

async function decide(frm, rows, decision, more = {}) {
	const told = await frappe.xcall(`${SUGGESTIONS}.decide`, { name: frm.doc.name, rows, decision, ...more });
	await frm.reload_doc();
	const message =
		decision === "Declined"
			? __("{0} lines were declined.", [rows.length])
			: __("{0} pairings were made, {1} lines had been overtaken.", [told.made, told.overtaken]);
	frappe.show_alert({ message, indicator: told.overtaken ? "orange" : "green" });
}

function follow(frm) {
	const rows = ticked(frm);
	if (!rows.length) return;
	frappe.confirm(__("Follow {0} ticked lines? Each becomes a pairing from today on.", [rows.length]), () =>
		decide(frm, rows, "Followed")
	);
}

function change(frm) {
	const rows = ticked(frm);
	if (!rows.length) return;
	if (rows.length > 1) {
		frappe.msgprint(__("To change a line, choose this line alone and the other contact."));
		return;
	}
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
	frappe.prompt(fields, (values) => decide(frm, rows, "Changed", values), __("Change"), __("Change"));
}

function refuse(frm) {
	const rows = ticked(frm);
	if (!rows.length) return;
	const fields = [
		{ fieldname: "note", fieldtype: "Small Text", label: __("Note on the Decision"), reqd: 1 },
	];
	const title = __("Decline {0} ticked lines", [rows.length]);
	frappe.prompt(fields, (values) => decide(frm, rows, "Declined", values), title, __("Decline"));
}
