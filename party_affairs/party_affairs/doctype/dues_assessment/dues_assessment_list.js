frappe.listview_settings["Dues Assessment"] = {
	hide_name_column: true,
	add_fields: ["effective_to"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		return doc.effective_to && doc.effective_to < today
			? [__("Out of Force"), "gray", `effective_to,<,${today}`]
			: [__("In Force"), "green", ""];
	},
	onload(listview) {
		if (!frappe.model.can_create("Dues Assessment")) return;
		listview.page.add_inner_button(__("Assess Whole Branch"), () =>
			party_affairs.renew_assessments({ done: () => listview.refresh() })
		);
	},
};
