frappe.listview_settings["Dues Assessment"] = {
	hide_name_column: true,
	add_fields: ["effective_from", "effective_to"],
	get_indicator(doc) {
		// Both are first days of months, and the last month counts to its end.
		const month = `${frappe.datetime.get_today().slice(0, 7)}-01`;
		if (doc.effective_from > month) {
			return [__("Not Yet in Force"), "orange", `effective_from,>,${month}`];
		}
		return doc.effective_to && doc.effective_to < month
			? [__("Out of Force"), "gray", `effective_to,<,${month}`]
			: [__("In Force"), "green", ""];
	},
	onload(listview) {
		if (!frappe.model.can_create("Dues Assessment")) return;
		listview.page.add_inner_button(__("Assess Whole Branch"), () =>
			party_affairs.renew_assessments({ done: () => listview.refresh() })
		);
	},
};
