{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Check of the Rooms"] = party_affairs.ledger_report("venue_checks", {
	opens: "label",
	filters: [
		party_affairs.choice_filter("venue_state", __("State"), ["There", "Lacking", "Not Applicable"]),
	],
});
