{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Personal Data Due for Anonymisation"] = party_affairs.ledger_report("personal_data_due", {
	filters: [party_affairs.choice_filter("state", __("State"), ["Due for Anonymisation", "Anonymised"])],
});
