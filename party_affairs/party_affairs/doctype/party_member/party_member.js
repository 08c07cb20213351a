frappe.ui.form.on("Party Member", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_groups(frm);
		frm.set_query("user", () => ({ filters: { enabled: 1 } }));
	},

	onload: party_affairs.prefill_branch,

	branch(frm) {
		frm.set_value("party_group", null);
	},
});
