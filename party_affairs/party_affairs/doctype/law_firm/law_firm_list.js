frappe.listview_settings["Law Firm"] = {
	hide_name_column: true,
	add_fields: ["is_active"],
	get_indicator(doc) {
		return doc.is_active
			? [__("In Practice"), "green", "is_active,=,1"]
			: [__("Closed Down"), "gray", "is_active,=,0"];
	},
};
