frappe.listview_settings["Archive Volume"] = {
	hide_name_column: true,
	add_fields: ["lent_to"],
	get_indicator({ status, lent_to }) {
		if (lent_to) return [__("Lent"), "orange", "lent_to,is,set"];
		const colour = { "Being Collected": "gray", "Being Bound": "blue", Bound: "green" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
