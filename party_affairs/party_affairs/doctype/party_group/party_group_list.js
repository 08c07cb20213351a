frappe.listview_settings["Party Group"] = {
	hide_name_column: true,
	add_fields: ["disbanded_on"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		return doc.disbanded_on && doc.disbanded_on < today
			? [__("Disbanded"), "gray", `disbanded_on,<,${today}`]
			: [__("Active"), "green", ""];
	},
};
