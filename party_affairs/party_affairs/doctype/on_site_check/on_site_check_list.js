frappe.listview_settings["On Site Check"] = {
	hide_name_column: true,
	add_fields: ["mend_until"],
	get_indicator({ status, mend_until }) {
		if (status === "To Be Mended" && mend_until && mend_until < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", "mend_until,<,Today|status,=,To Be Mended"];
		}
		const colour = { "Being Written": "gray", "To Be Mended": "orange", "To Be Confirmed": "blue", Closed: "green" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
