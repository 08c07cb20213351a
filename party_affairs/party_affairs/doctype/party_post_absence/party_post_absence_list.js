frappe.listview_settings["Party Post Absence"] = {
	hide_name_column: true,
	add_fields: ["away_from", "away_until"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.away_until && doc.away_until < today) {
			return [__("Absence Over"), "gray", `away_until,<,${today}`];
		}
		if (doc.away_from > today) return [__("Absence Ahead"), "blue", `away_from,>,${today}`];
		return [__("Marked Away"), "orange", `away_from,<=,${today}`];
	},
};
