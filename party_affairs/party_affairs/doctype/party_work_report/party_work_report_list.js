frappe.listview_settings["Party Work Report"] = {
	hide_name_column: true,
	add_fields: ["status"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"To Be Delivered": "orange",
			Delivered: "blue",
			Reviewed: "green",
			Cancelled: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
