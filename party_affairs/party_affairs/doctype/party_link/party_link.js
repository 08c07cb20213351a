frappe.ui.form.on("Party Link", {
	refresh(frm) {
		if (!frm.doc.address || !/^https:\/\//i.test(frm.doc.address)) return;
		frm.add_custom_button(__("Open the Page"), () => window.open(frm.doc.address, "_blank", "noopener,noreferrer"));
	},
});
