frappe.listview_settings["Compliance Run"] = {
	hide_name_column: true,
	get_indicator({ state, errors }) {
		const colour = { Running: "blue", Done: errors ? "orange" : "green", "Broken Off": "red", Killed: "red" }[state];
		return [__(state), colour, `state,=,${state}`];
	},
};
