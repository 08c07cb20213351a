frappe.listview_settings["Notice Delivery"] = {
	hide_name_column: true,
	add_fields: ["deadline", "needs_acknowledgement"],
	get_indicator({ status, deadline, needs_acknowledgement }) {
		const open = needs_acknowledgement && ["Not Read", "Has Been Read"].includes(status);
		if (open && deadline && deadline < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `deadline,<,Today|status,in,Not Read,Has Been Read`];
		}
		const colour = { "Not Read": "orange", "Has Been Read": open ? "yellow" : "green", Acknowledged: "green", "Taken Back": "gray" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
