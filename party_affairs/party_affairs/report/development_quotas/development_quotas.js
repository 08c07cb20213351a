{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Development Quotas"] = party_affairs.ledger_report("development_quotas", {
	opens: "organisation",
	filters: [
		party_affairs.choice_filter("quota_state", __("Status"), ["Within", "Used Up", "Exceeded"]),
	],
});
