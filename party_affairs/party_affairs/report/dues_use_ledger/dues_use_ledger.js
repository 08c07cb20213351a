{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Use Ledger"] = party_affairs.ledger_report("dues_use", {
	opens: "summary",
});
