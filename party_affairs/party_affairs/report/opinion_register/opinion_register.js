{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Opinion Register"] = party_affairs.ledger_report("opinion_register", {
	opens: "opinion_text",
	filters: [
		party_affairs.choice_filter("opinion_status", __("Status"), ["Overdue", "Not Answered", "Answered"]),
	],
});
