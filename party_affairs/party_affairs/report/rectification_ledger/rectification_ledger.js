{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Rectification Ledger"] = party_affairs.ledger_report("rectification", {
	opens: "theme",
	filters: [
		{
			fieldname: "state",
			label: __("State of the Item"),
			fieldtype: "Select",
			options: ["", "Item Open", "Item Overdue", "Item Closed", "Item Closed Late"].map((value) => ({
				value,
				label: value && __(value),
			})),
		},
	],
});
