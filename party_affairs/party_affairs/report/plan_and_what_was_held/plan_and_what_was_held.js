{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Plan and What Was Held"] = party_affairs.ledger_report("plan_fulfilment", {
	opens: "topic",
	filters: [
		party_affairs.choice_filter("plan_status", __("Status"), ["Held as Planned", "Held Late", "Still Open", "Not Held"]),
	],
});
