{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Payments Ledger"] = party_affairs.ledger_report("dues_payments", {
	opens: "receipt",
	filters: [
		party_affairs.choice_filter("month", __("Month"), party_affairs.numbers(12)),
		party_affairs.view_filter(),
	],
});
