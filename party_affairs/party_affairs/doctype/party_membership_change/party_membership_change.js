frappe.ui.form.on("Party Membership Change", {
	setup(frm) {
		frm.set_query("meeting", () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }));
	},
});
