frappe.listview_settings["Board Photo"] = {
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = { Chosen: "orange", Hanging: "green", "Taken Down": "gray" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
