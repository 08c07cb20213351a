frappe.listview_settings["Party Dues Year"] = {
	hide_name_column: true,
	add_fields: ["status"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = { "Year Open": "blue", "Year Closed": "green", "Year Reopened": "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
