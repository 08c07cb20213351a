frappe.ui.form.on("Public Welfare Activity", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"], "participants");
		frm.set_query("form_of_service", () => ({ filters: { is_active: 1 } }));
	},

	async onload(frm) {
		await party_affairs.prefill_branch(frm);
		// A workbook that names no form means the usual one; whoever fills in the form says which it was.
		const usual = frappe.meta.get_docfield(frm.doctype, "form_of_service").default;
		if (frm.is_new() && frm.doc.form_of_service === usual) frm.set_value("form_of_service", "");
	},
});
