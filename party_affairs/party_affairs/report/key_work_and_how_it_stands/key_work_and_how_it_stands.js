{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Key Work and How It Stands"] = party_affairs.ledger_report("key_work", {
	opens: "title",
	filters: [
		party_affairs.choice_filter("task_state", __("Status"), ["Overdue", "To Be Done", "Under Way", "Closed", "Done Late"]),
	],
});
