frappe.ui.form.on("Party Dues Receipt", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	onload: party_affairs.prefill_branch,
	member: party_affairs.branch_follows_member,

	before_cancel: (frm) => party_affairs.cancel_with_reason(frm),
});
