frappe.ui.form.on("Law Firm", {
	setup(frm) {
		frm.set_query("committee", () => ({ filters: { is_group: 1, status: "Active" } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Party Members"), () =>
			frappe.set_route("List", "Party Member", { firm: frm.doc.name })
		);
	},
});
