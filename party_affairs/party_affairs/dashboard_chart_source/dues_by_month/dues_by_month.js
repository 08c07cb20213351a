frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Dues by Month"] = {
	method: "party_affairs.api.dues.cards.dues_by_month",
	filters: [
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Int",
		},
	],
};
