{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Public Welfare Summary"] = party_affairs.ledger_report("public_welfare_summary", {
	opens: "person",
	filters: [
		{
			fieldname: "view",
			label: __("Summed Up By"),
			fieldtype: "Select",
			options: [
				{ value: "person", label: __("Members and Lawyers") },
				{ value: "branch", label: __("Party Branch") },
				{ value: "project", label: __("Project") },
				{ value: "form", label: __("Form of Service") },
				{ value: "month", label: __("Month") },
				{ value: "year", label: __("Year") },
			],
			default: "person",
		},
		{ fieldname: "from_year", label: __("From Year"), fieldtype: "Int" },
	],
});
