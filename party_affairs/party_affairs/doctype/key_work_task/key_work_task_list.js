frappe.listview_settings["Key Work Task"] = {
	hide_name_column: true,
	add_fields: ["deadline"],
	get_indicator({ status, deadline }) {
		const open = ["To Be Done", "Under Way"].includes(status);
		if (open && deadline && deadline < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", "deadline,<,Today|status,in,To Be Done,Under Way"];
		}
		const colour = { "To Be Done": "orange", "Under Way": "blue", Closed: "green", "Taken Back": "gray" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
