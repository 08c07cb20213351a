{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Collection Ledger"] = party_affairs.ledger_report("dues_collection", {
	opens: "member_name",
});
