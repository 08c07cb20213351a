frappe.listview_settings["Heart Talk"] = {
	hide_name_column: true,
	add_fields: ["occasion", "follow_up", "follow_up_done_on"],
	get_indicator(doc) {
		if (doc.follow_up && !doc.follow_up_done_on) {
			return [__("Follow-Up Open"), "orange", "follow_up,is,set|follow_up_done_on,is,not set"];
		}
		return doc.occasion
			? [__("Must-Talk"), "blue", "occasion,is,set"]
			: [__("Talk Held"), "green", "occasion,is,not set"];
	},
};
