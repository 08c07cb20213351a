frappe.listview_settings["Party Development Case"] = {
	hide_name_column: true,
	add_fields: ["status", "next_step_due"],
	formatters: {
		next_step: (value) => (value ? __(value) : ""),
	},
	get_indicator(doc) {
		if (doc.status === "Terminated") return [__("Terminated"), "gray", "status,=,Terminated"];
		if (doc.status === "Became Full Member") return [__("Became Full Member"), "green", "status,=,Became Full Member"];
		const today = frappe.datetime.get_today();
		return doc.next_step_due && doc.next_step_due < today
			? [__("Step Overdue"), "red", `status,=,Open|next_step_due,<,${today}`]
			: [__("Open"), "blue", "status,=,Open"];
	},
	onload(list) {
		list.page.add_inner_button(__("Board"), () =>
			frappe.set_route("List", "Party Development Case", "Kanban", "发展党员")
		);
	},
};
