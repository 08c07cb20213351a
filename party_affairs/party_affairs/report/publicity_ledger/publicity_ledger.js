{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Publicity Ledger"] = party_affairs.ledger_report("publicity_ledger", {
	opens: "title",
	filters: [
		{ fieldname: "from_year", label: __("From Year"), fieldtype: "Int" },
		{
			fieldname: "month",
			label: __("Month"),
			fieldtype: "Select",
			options: ["", ...party_affairs.numbers(12)],
		},
		{
			fieldname: "view",
			label: __("Shown By"),
			fieldtype: "Select",
			options: [
				{ value: "day", label: __("Date") },
				{ value: "medium", label: __("Medium") },
			],
			default: "day",
		},
		{ fieldname: "medium", label: __("Medium"), fieldtype: "Link", options: "Publicity Medium" },
		party_affairs.choice_filter("medium_kind", __("Kind of Medium"), [
			"Website",
			"Official Account",
			"Group Chat",
			"Newspaper or Journal",
			"Radio or Television",
			"Video Platform",
			"News App",
			"Bulletin",
			"Other",
		]),
	],
});
