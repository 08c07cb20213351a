{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["On-site Checks and Mending"] = party_affairs.ledger_report("on_site_checks", {
	opens: "item",
	filters: [
		party_affairs.choice_filter("item_state", __("Status"), ["Overdue", "To Be Mended", "Reported Mended", "Returned", "Confirmed"]),
	],
});
