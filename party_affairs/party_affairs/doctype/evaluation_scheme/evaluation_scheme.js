frappe.ui.form.on("Evaluation Scheme", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Versions"), () => frappe.set_route("List", "Evaluation Scheme Version", { scheme: frm.doc.name }));
		if (!frappe.model.can_create("Evaluation Round")) return;
		frm.add_custom_button(__("Prepare Evaluations Below"), () =>
			frappe.prompt(
				[
					{ fieldname: "organisation", fieldtype: "Link", options: "Party Branch", label: __("Party Branch"), reqd: 1, default: frm.doc.committee },
					{ fieldname: "year", fieldtype: "Int", label: __("Year"), default: party_affairs.this_year(), reqd: 1 },
				],
				async (values) => {
					const { message } = await frappe.xcall("party_affairs.api.evaluation.rounds.prepare_below", { scheme: frm.doc.name, ...values });
					frappe.show_alert({ message, indicator: "green" });
				},
				__("Prepare Evaluations Below")
			)
		);
	},
});
