frappe.ui.form.on("Party Venue Check", {
	setup(frm) {
		party_affairs.limit_to_active(frm);
	},

	async onload(frm) {
		party_affairs.prefill_branch(frm);
		if (!frm.is_new() || (frm.doc.items || []).length) return;
		const items = await frappe.xcall("party_affairs.api.notice.venue.items");
		for (const item of items) frm.add_child("items", item);
		frm.refresh_field("items");
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		frm.set_df_property("items", "cannot_add_rows", 1);
		frm.set_df_property("items", "cannot_delete_rows", 1);
	},
});
