{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Meetings to Make Up"] = party_affairs.ledger_report("make_ups", {
	opens: "topic",
	filters: [
		party_affairs.choice_filter("make_up_status", __("Status"), ["To Be Made Up", "Made Up"]),
	],
});
