{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Evaluation Distribution"] = party_affairs.ledger_report("evaluation_distribution", {
	opens: "scheme",
	filters: [{ fieldname: "scheme", label: __("Evaluation Scheme"), fieldtype: "Link", options: "Evaluation Scheme" }],
});
