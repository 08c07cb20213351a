frappe.listview_settings["Contacted Person"] = {
	hide_name_column: true,
	add_fields: ["paired_until", "joined_party_on", "left_firm_on"],
	get_indicator(doc) {
		if (doc.joined_party_on) return [__("Joined the Party"), "blue", "joined_party_on,is,set"];
		if (doc.left_firm_on) return [__("Left the Firm"), "orange", "left_firm_on,is,set"];
		return doc.paired_until
			? [__("Not Paired"), "gray", "paired_until,is,set"]
			: [__("Paired"), "green", "paired_until,is,not set"];
	},
};
