{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Organisation Life Ledger"] = party_affairs.ledger_report("organisation_life", {
	opens: "topic",
	filters: [
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				"Member Assembly",
				"Committee Meeting",
				"Group Meeting",
				"Party Lecture",
				"Theme Day",
				"Organisation Life Meeting",
				"Democratic Talk",
				"Party Mass Council",
				"Development Conference",
				"Partners Conference",
			],
		},
		{
			fieldname: "month",
			label: __("Month"),
			fieldtype: "Select",
			options: ["", ...Array.from({ length: 12 }, (_, month) => String(month + 1))],
		},
	],
});
