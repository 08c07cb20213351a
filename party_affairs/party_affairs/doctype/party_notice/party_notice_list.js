frappe.listview_settings["Party Notice"] = {
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = {
			"Being Written": "gray",
			"Submitted for Approval": "orange",
			Approved: "blue",
			Published: "green",
			Ended: "gray",
			Withdrawn: "red",
		}[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
