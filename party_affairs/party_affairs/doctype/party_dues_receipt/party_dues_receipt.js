frappe.ui.form.on("Party Dues Receipt", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	onload: party_affairs.prefill_branch,
	member: party_affairs.branch_follows_member,

	before_cancel(frm) {
		// The reason is asked for here, and the server cancels with it.
		frappe.validated = false;
		ask_reason(frm);
	},
});

function ask_reason(frm) {
	const cancel = async ({ reason }) => {
		await frappe.xcall("party_affairs.api.dues.cancel_receipt", { receipt: frm.doc.name, reason });
		frm.reload_doc();
	};
	const fields = [
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Cancelling"), reqd: 1 },
	];
	frappe.prompt(fields, cancel, __("Cancel Receipt"), __("Cancel Receipt"));
}
