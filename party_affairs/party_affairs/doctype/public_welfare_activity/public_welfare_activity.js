frappe.ui.form.on("Public Welfare Activity", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"], "participants");
	},

	onload: party_affairs.prefill_branch,
});
