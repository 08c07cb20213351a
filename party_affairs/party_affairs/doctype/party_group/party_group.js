frappe.ui.form.on("Party Group", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["leader"]);
	},

	onload: party_affairs.prefill_branch,
});
