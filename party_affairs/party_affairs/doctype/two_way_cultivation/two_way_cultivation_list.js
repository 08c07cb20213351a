frappe.listview_settings["Two Way Cultivation"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { "In Progress": "blue", Succeeded: "green", Stopped: "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
