{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Two Way Cultivation List"] = party_affairs.ledger_report("two_way_cultivation", {
	opens: "person_name",
});
