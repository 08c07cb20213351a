frappe.listview_settings["Party Dues Statement"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Draft: "gray", "To Decide": "orange", "To Collect": "blue", Completed: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
