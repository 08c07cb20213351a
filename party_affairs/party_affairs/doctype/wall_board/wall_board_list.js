frappe.listview_settings["Wall Board"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { "Being Designed": "orange", "Board Approved": "blue", "Hung Up": "green", "Taken Down": "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
