frappe.listview_settings["Compliance Finding"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Planned: "blue",
			Due: "orange",
			Met: "green",
			Late: "yellow",
			Missed: "red",
			Excused: "gray",
			"Not Applicable": "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
