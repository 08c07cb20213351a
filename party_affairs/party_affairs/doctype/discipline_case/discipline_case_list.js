frappe.listview_settings["Discipline Case"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Received: "orange",
			Forwarded: "blue",
			"Under Examination": "yellow",
			Closed: "green",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
