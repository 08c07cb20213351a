{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Compliance Overview"] = party_affairs.ledger_report("compliance_findings", {
	opens: "clause",
	filters: [
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: ["", "All", "Missed", "Late", "Due", "Planned", "Met", "Excused", "Not Applicable"],
		},
	],
});
