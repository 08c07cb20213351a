frappe.listview_settings["Questionnaire"] = {
	get_indicator({ status }) {
		const colour = { "Being Prepared": "gray", "Answers Open": "orange", "Answers Counted": "green" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
