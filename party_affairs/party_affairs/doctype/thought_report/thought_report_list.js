frappe.listview_settings["Thought Report"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Draft: "gray", "Handed In": "orange", Commented: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
