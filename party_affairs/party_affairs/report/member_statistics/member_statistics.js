{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Member Statistics"] = party_affairs.ledger_report("member_statistics", {
	opens: "firm",
	filters: party_affairs.roster_filters(),
});
