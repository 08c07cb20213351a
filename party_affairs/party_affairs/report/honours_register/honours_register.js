{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Honours Register"] = party_affairs.ledger_report("honours_register", {
	opens: "honour_name",
	filters: [
		{
			fieldname: "view",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "awarded", label: __("Awarded in the Year") },
				{ value: "in_force", label: __("In Force") },
			],
			default: "awarded",
		},
		{ fieldname: "from_year", label: __("From Year"), fieldtype: "Int" },
		party_affairs.choice_filter("level", __("Level"), [
			"National Level",
			"Provincial Level",
			"Municipal Level",
			"County Level",
			"Industry Level",
			"Superior Party Organisation",
			"Branch Level",
		]),
		party_affairs.choice_filter("kind", __("Kind"), [
			"Party Honour",
			"Professional Honour",
			"Public Welfare Honour",
			"Other Honour",
		]),
		party_affairs.choice_filter("recipient", __("Given To"), ["Party Member", "Party Branch"]),
	],
});
