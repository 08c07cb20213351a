frappe.views.calendar["Party Meeting"] = {
	field_map: {
		id: "name",
		start: "starts_on",
		end: "ends_on",
		title: "title",
		allDay: "all_day",
	},
	get_events_method: "party_affairs.api.desk.get_meetings",
	get_css_class: (meeting) => (meeting.docstatus === 1 ? "success" : "default"),
};
