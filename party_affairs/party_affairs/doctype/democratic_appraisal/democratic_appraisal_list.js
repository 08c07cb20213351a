frappe.listview_settings["Democratic Appraisal"] = {
	hide_name_column: true,
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			"Being Prepared": "gray",
			"Voting Open": "orange",
			"Voting Closed": "yellow",
			"Votes Counted": "blue",
			"Grades Decided": "purple",
			"Result Announced": "green",
			Cancelled: "red",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
