frappe.listview_settings["Evaluation Round"] = {
	hide_name_column: true,
	add_fields: ["stage"],
	get_indicator(doc) {
		const colour = { "Being Prepared": "gray", Publicity: "orange", Final: "green" }[doc.stage] || "blue";
		return [__(doc.stage), colour, `stage,=,${doc.stage}`];
	},
};
