frappe.ui.form.on("Evaluation", {
	setup(frm) {
		frm.set_query("scheme", () => ({ filters: { is_active: 1 } }));
	},

	refresh(frm) {
		if (frm.doc.docstatus === 0 && frm.doc.unjudged) {
			frm.set_intro(__("{0} criteria are still to be judged.", [frm.doc.unjudged]), "orange");
		}
	},
});
