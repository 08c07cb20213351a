frappe.ui.form.on("Party Dues Remittance", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
		frm.set_query("to_branch", () =>
			frm.doc.branch ? { filters: { parent_party_branch: frm.doc.branch } } : {}
		);
		frm.set_query("handled_by", () => {
			const branch = frm.doc.branch || frm.doc.to_branch;
			return branch ? { filters: { branch: ["descendants of (inclusive)", branch] } } : {};
		});
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		party_affairs.only_own_books(frm);
		frm.set_df_property("to_branch", "read_only", frm.doc.kind === "Remitted Up");
		show_state(frm);
		const { may_receive, may_take_back_receipt } = frm.doc.__onload || {};
		if (may_receive) {
			frm.add_custom_button(__("Confirm Receipt"), () => receive(frm)).addClass("btn-primary");
		}
		if (may_take_back_receipt) {
			frm.add_custom_button(__("Take Back Receipt"), () => take_back(frm));
		}
	},

	kind(frm) {
		frm.set_df_property("to_branch", "read_only", frm.doc.kind === "Remitted Up");
		if (frm.doc.kind === "Allocated Down") frm.set_value("to_branch", null);
		show_sums(frm);
	},

	branch: show_sums,
	period_from: show_sums,
	period_to: show_sums,
	before_cancel: (frm) => party_affairs.cancel_with_reason(frm),
});

// What is to be remitted, before anything is saved.
async function show_sums(frm) {
	const { kind, branch, period_from, period_to, docstatus } = frm.doc;
	if (docstatus || kind !== "Remitted Up" || !branch) return;
	const { message } = await frappe.db.get_value("Party Branch", branch, "parent_party_branch");
	const parent = (message && message.parent_party_branch) || null;
	if (frm.doc.branch !== branch) return;
	if (parent !== (frm.doc.to_branch || null)) await frm.set_value("to_branch", parent);
	if (!period_from || !period_to) return;
	const name = frm.is_new() ? null : frm.doc.name;
	const sums = await frappe.xcall("party_affairs.api.dues.account.remittance_sums", {
		branch,
		period_from,
		period_to,
		name,
	});
	if (frm.doc.branch !== branch || frm.doc.period_to !== period_to) return;
	// Whole months, without asking again.
	Object.assign(frm.doc, sums);
	frm.refresh_fields();
}

function show_state(frm) {
	frm.set_intro("");
	if (frm.is_new() || frm.doc.docstatus === 2) return;
	if (frm.doc.docstatus === 0) {
		frm.set_intro(__("Submit once the money is paid: it then leaves the account of the paying organisation."), "blue");
	} else if (frm.doc.status === "In Transit") {
		frm.set_intro(
			__("In transit: {0} has not confirmed the receipt yet.", [
				frm.doc.to_branch || frm.doc.other_organisation,
			]),
			"orange"
		);
	}
}

function receive(frm) {
	const fields = [
		{
			fieldname: "received_on",
			fieldtype: "Date",
			label: __("Money Received On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "receipt_no", fieldtype: "Data", label: __("Receipt No. of the Receiver") },
	];
	const save = (values) =>
		frappe
			.xcall("party_affairs.api.dues.account.receive", { name: frm.doc.name, ...values })
			.then(() => frm.reload_doc());
	frappe.prompt(fields, save, __("Confirm Receipt"), __("Confirm"));
}

function take_back(frm) {
	const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	const save = ({ reason }) =>
		frappe
			.xcall("party_affairs.api.dues.account.take_back_receipt", { name: frm.doc.name, reason })
			.then(() => frm.reload_doc());
	frappe.prompt(field, save, __("Take Back Receipt"), __("Confirm"));
}
