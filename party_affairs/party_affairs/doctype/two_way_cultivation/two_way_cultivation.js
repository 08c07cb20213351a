frappe.ui.form.on("Two Way Cultivation", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["member", "mentor"]);
	},

	onload: party_affairs.prefill_branch,
});
