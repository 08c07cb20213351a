{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Remittance Ledger"] = party_affairs.ledger_report("dues_remittances", {
	opens: "paid_on",
	filters: [
		party_affairs.choice_filter("remittance_status", __("Status"), ["In Transit", "Receipt Confirmed"]),
	],
});
