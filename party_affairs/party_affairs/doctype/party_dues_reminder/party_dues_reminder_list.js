frappe.listview_settings["Party Dues Reminder"] = {
	hide_name_column: true,
	add_fields: ["is_flag", "decision"],
	get_indicator(doc) {
		if (!doc.is_flag) return [__("Reminded"), "blue", "is_flag,=,0"];
		if (doc.decision) return [__(doc.decision), "green", `decision,=,${doc.decision}`];
		return [__("To Be Decided"), "orange", "is_flag,=,1|decision,is,not set"];
	},
};
