{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Opinion Register"] = party_affairs.ledger_report("opinion_register", {
	opens: "opinion_text",
});
