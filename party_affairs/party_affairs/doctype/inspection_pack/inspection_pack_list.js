frappe.listview_settings["Inspection Pack"] = {
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = { "Being Compiled": "gray", "In the Making": "blue", Made: "green" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
