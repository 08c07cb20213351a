frappe.listview_settings["Duty Exemption"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { "Asked For": "orange", Approved: "green", "Not Approved": "red", Withdrawn: "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
