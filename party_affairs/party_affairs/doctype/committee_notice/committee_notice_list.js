frappe.listview_settings["Committee Notice"] = {
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = { "Being Prepared": "gray", Sent: "blue", "Taken Back": "gray" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
