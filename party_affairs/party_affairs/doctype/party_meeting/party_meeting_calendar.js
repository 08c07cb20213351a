frappe.views.calendar["Party Meeting"] = {
	field_map: {
		id: "name",
		start: "starts_on",
		end: "ends_on",
		title: "title",
		allDay: "all_day",
	},
	get_events_method: "party_affairs.api.meetings.calendar.get_meetings",
	// Held, planned, minutes still to be submitted, planned but not held in time.
	get_css_class: ({ color }) => ({ green: "success", orange: "warning", red: "danger" }[color] || "default"),
};
