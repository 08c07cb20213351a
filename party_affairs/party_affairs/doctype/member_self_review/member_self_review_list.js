frappe.listview_settings["Member Self Review"] = {
	hide_name_column: true,
	add_fields: ["handed_in_on"],
	get_indicator(doc) {
		return doc.handed_in_on
			? [__("Handed In"), "green", "handed_in_on,is,set"]
			: [__("Draft"), "orange", "handed_in_on,is,not set"];
	},
};
