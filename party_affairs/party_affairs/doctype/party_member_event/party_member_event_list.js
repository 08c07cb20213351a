frappe.listview_settings["Party Member Event"] = {
	hide_name_column: true,
	add_fields: ["kind"],
	get_indicator(doc) {
		const colours = {
			Award: "green",
			"Good Deed": "green",
			"Firm Change": "blue",
			"Position Change": "blue",
			"Party Sanction": "red",
			"Professional Sanction": "red",
			"Integrity Complaint": "red",
		};
		return [__(doc.kind), colours[doc.kind] || "orange", `kind,=,${doc.kind}`];
	},
};
