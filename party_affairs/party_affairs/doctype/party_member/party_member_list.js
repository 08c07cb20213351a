frappe.listview_settings["Party Member"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			"On Register": "green",
			Floating: "blue",
			"Transferred Out": "gray",
			"Membership Suspended": "orange",
			"Left the Party": "gray",
			Deceased: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
