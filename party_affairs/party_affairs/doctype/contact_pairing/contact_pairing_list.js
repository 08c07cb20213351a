frappe.listview_settings["Contact Pairing"] = {
	hide_name_column: true,
	add_fields: ["end_date"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		return doc.end_date && doc.end_date < today
			? [__("Pairing Ended"), "gray", `end_date,<,${today}`]
			: [__("Pairing Active"), "green", ""];
	},
};
