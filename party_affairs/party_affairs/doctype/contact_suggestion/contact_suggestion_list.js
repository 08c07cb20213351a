frappe.listview_settings["Contact Suggestion"] = {
	get_indicator(doc) {
		return [__(doc.status), doc.status === "Open" ? "orange" : "green", `status,=,${doc.status}`];
	},
};
