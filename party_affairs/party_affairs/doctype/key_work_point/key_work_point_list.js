frappe.listview_settings["Key Work Point"] = {
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = { "Being Prepared": "gray", "Handed Down": "blue", "Taken Back": "gray" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
