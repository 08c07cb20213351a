const EXEMPTIONS = "party_affairs.api.duties.exemptions";
const WITHOUT_BRANCH = ["Law Firm"];

frappe.ui.form.on("Duty Exemption", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		frm.set_query("rule", () => ({ filters: { is_enabled: 1, evaluation_kind: ["is", "set"] } }));
		frm.set_query("subject", () => {
			const has_branch = !WITHOUT_BRANCH.includes(frm.doc.subject_doctype);
			return has_branch ? { filters: { branch: frm.doc.branch || "" } } : {};
		});
	},

	async onload(frm) {
		if (frm.is_new()) await party_affairs.prefill_branch(frm);
	},

	refresh(frm) {
		const { status } = frm.doc;
		frm.set_intro("");
		if (frm.is_new()) {
			frm.set_intro(__("The committee above decides on it. Until then the duty stays."), "blue");
			return;
		}
		const is_open = status === "Asked For";
		for (const field of ["branch", "rule", "subject_doctype", "subject", "from_date", "to_date", "reason", "document"])
			frm.set_df_property(field, "read_only", is_open ? 0 : 1);
		if (is_open) frm.set_intro(__("The committee above decides on it. Until then the duty stays."), "orange");
		if (!(frm.doc.__onload || {}).may_decide) return;
		if (is_open) {
			const number = { fieldname: "document_no", fieldtype: "Data", label: __("Document No.") };
			const note = { fieldname: "note", fieldtype: "Small Text", label: __("Note on the Decision") };
			frm.add_custom_button(__("Grant Exemption"), () => ask(frm, "grant", [number, note], __("Grant Exemption"))).addClass("btn-primary");
			frm.add_custom_button(__("Refuse Exemption"), () => ask(frm, "refuse", [{ ...note, reqd: 1 }], __("Refuse Exemption")));
		}
		if (status === "Approved") {
			const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Withdrawn Because"), reqd: 1 };
			frm.add_custom_button(__("Withdraw Exemption"), () => ask(frm, "withdraw", [reason], __("Withdraw Exemption")));
		}
	},
});

function ask(frm, step, fields, title) {
	frappe.prompt(
		fields,
		async (values) => {
			if (frm.is_dirty()) await frm.save();
			const { message } = await frappe.xcall(`${EXEMPTIONS}.${step}`, { exemption: frm.doc.name, ...values });
			frappe.show_alert({ message, indicator: "green" });
			frm.reload_doc();
		},
		title,
		__("Confirm")
	);
}
