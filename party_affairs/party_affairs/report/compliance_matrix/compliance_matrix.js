{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Compliance Matrix"] = party_affairs.ledger_report("compliance_matrix", {
	opens: "branch_name",
	filters: [
		{
			fieldname: "period_key",
			label: __("Reported Period"),
			fieldtype: "Data",
			description: __("Such as 2026-03, 2026-Q1, 2026-H1 or 2026"),
		},
	],
});
