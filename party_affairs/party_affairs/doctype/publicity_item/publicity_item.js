frappe.ui.form.on("Publicity Item", {
	setup(frm) {
		frm.set_query("medium", () => ({ filters: { is_active: 1 } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		if (!frm.doc.link || !/^https?:\/\//i.test(frm.doc.link)) return;
		frm.add_custom_button(__("Open the Page"), () => window.open(frm.doc.link, "_blank", "noopener,noreferrer"));
	},
});
