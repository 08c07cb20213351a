{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Annual Account"] = party_affairs.ledger_report("dues_annual_account", {
	opens: "branch_name",
});
