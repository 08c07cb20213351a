frappe.listview_settings["Meeting Notice"] = {
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { "Being Prepared": "orange", Issued: "blue", "Called Off": "gray" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
