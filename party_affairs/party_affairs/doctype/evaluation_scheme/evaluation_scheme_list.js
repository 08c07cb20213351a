frappe.listview_settings["Evaluation Scheme"] = {
	hide_name_column: true,
	add_fields: ["is_active"],
	get_indicator(doc) {
		return doc.is_active
			? [__("In Force"), "green", "is_active,=,1"]
			: [__("Out of Force"), "gray", "is_active,=,0"];
	},
};
