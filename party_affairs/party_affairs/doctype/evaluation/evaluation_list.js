frappe.listview_settings["Evaluation"] = {
	hide_name_column: true,
	add_fields: ["docstatus", "unjudged"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		if (doc.docstatus === 1) return [__("Evaluation Confirmed"), "green", "docstatus,=,1"];
		return doc.unjudged
			? [__("To Be Judged"), "orange", "docstatus,=,0|unjudged,>,0"]
			: [__("To Be Confirmed"), "blue", "docstatus,=,0|unjudged,=,0"];
	},
};
