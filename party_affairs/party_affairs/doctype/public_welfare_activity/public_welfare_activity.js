frappe.ui.form.on("Public Welfare Activity", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"], "participants");
		frm.set_query("form_of_service", () => ({ filters: { is_active: 1 } }));
	},

	onload: party_affairs.prefill_branch,
});
