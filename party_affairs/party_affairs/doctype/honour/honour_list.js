frappe.listview_settings["Honour"] = {
	hide_name_column: true,
	add_fields: ["status"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = { Suggested: "gray", "Put Forward": "orange", Awarded: "green", Withdrawn: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
