frappe.ui.form.on("Party Dues Reminder", {
	setup(frm) {
		frm.set_query("meeting", () => ({
			filters: { branch: frm.doc.branch, docstatus: ["<", 2] },
		}));
	},

	onload_post_render: party_affairs.lower_text_boxes,

	refresh(frm) {
		if (!frm.doc.is_flag) return;
		const sentence = __(
			"Dues have been unpaid for {0} months running. Please speak with the member first, ask for the reasons and offer help. Without good reason the matter goes to the assembly, and its decision needs approval from above; the software changes nothing by itself.",
			[frm.doc.stage]
		);
		frm.get_field("guidance").$wrapper.empty().append($("<p class='text-muted'>").text(sentence));
		if (!frm.doc.decision) frm.set_intro(__("The branch has not decided yet."), "orange");
	},
});
