frappe.ui.form.on("Party Post", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
		party_affairs.limit_groups(frm);
	},

	onload: party_affairs.prefill_branch,
	member: party_affairs.branch_follows_member,
});
