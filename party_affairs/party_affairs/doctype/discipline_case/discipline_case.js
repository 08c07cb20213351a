frappe.ui.form.on("Discipline Case", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
	},

	refresh(frm) {
		frm.set_intro(
			__("Confidential: seen by the discipline commissioners of this branch and above, and by nobody else."),
			"orange"
		);
	},
});
