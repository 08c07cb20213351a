{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Arrears Ledger"] = party_affairs.ledger_report("dues_arrears", {
	opens: "member_name",
	filters: [
		{ fieldname: "as_of", label: __("Arrears As Of"), fieldtype: "Date" },
		party_affairs.view_filter(),
	],
});
