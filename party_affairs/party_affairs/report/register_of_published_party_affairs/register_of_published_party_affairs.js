{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Register of Published Party Affairs"] = party_affairs.ledger_report("party_notices", {
	opens: "title",
	filters: [
		party_affairs.choice_filter("notice_state", __("Status"), ["Published", "Ended", "Withdrawn"]),
	],
});
