frappe.listview_settings["Evaluation Scheme Version"] = {
	hide_name_column: true,
	add_fields: ["standing"],
	get_indicator(doc) {
		const colour = { Draft: "gray", Example: "orange", Adopted: "green", Retired: "gray" }[doc.standing];
		return [__(doc.standing), colour, `standing,=,${doc.standing}`];
	},
};
