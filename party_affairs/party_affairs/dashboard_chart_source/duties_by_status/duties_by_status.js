frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Duties by Status"] = {
	method: "party_affairs.api.duties.cards.duties_by_status",
	filters: [
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Int",
		},
	],
};
