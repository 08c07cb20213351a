frappe.listview_settings["Guide Rule"] = {
	hide_name_column: true,
	add_fields: ["is_enabled", "is_evaluated"],
	get_indicator(doc) {
		if (!doc.is_enabled) return [__("Switched Off"), "gray", "is_enabled,=,0"];
		return doc.is_evaluated
			? [__("Checked from Records"), "green", "is_enabled,=,1|is_evaluated,=,1"]
			: [__("For Reading"), "blue", "is_enabled,=,1|is_evaluated,=,0"];
	},
};
