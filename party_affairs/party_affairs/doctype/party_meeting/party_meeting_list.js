frappe.listview_settings["Party Meeting"] = {
	hide_name_column: true,
	add_fields: ["docstatus", "starts_on"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		if (doc.docstatus === 1) return [__("Meeting Held"), "green", "docstatus,=,1"];
		const now = frappe.datetime.now_datetime();
		return doc.starts_on > now
			? [__("Planned Meeting"), "blue", `docstatus,=,0|starts_on,>,${now}`]
			: [__("Minutes Not Submitted"), "orange", `docstatus,=,0|starts_on,<=,${now}`];
	},
};
