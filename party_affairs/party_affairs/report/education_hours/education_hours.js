{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Education Hours"] = party_affairs.ledger_report("education_hours", {
	opens: "member_name",
});
