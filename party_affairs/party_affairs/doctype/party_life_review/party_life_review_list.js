frappe.listview_settings["Party Life Review"] = {
	hide_name_column: true,
	add_fields: ["status", "next_deadline"],
	get_indicator(doc) {
		const colours = {
			"In Preparation": "blue",
			"Meeting Held": "orange",
			"Being Rectified": "orange",
			Completed: "green",
		};
		const is_overdue = doc.next_deadline && doc.next_deadline < frappe.datetime.get_today();
		return [__(doc.status), is_overdue ? "red" : colours[doc.status], `status,=,${doc.status}`];
	},
};
