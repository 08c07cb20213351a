{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Public Welfare Ledger"] = party_affairs.ledger_report("public_welfare", {
	opens: "project",
});
