{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Notices and Who Has Acknowledged"] = party_affairs.ledger_report("notices", {
	opens: "title",
	filters: [
		party_affairs.choice_filter("notice_state", __("Status"), ["Overdue", "Not Read", "Has Been Read", "Acknowledged", "Done Late"]),
	],
});
