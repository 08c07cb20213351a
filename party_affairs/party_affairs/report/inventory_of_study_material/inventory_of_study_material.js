{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Inventory of Study Material"] = party_affairs.ledger_report("study_material", {
	opens: "title",
});
