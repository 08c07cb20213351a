{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Access to Personal Data"] = party_affairs.ledger_report("personal_data_access", {
	filters: [
		{
			fieldname: "month",
			label: __("Month"),
			fieldtype: "Select",
			options: ["", ...party_affairs.numbers(12)],
		},
		{ fieldname: "reader", label: __("User Name or Login"), fieldtype: "Data" },
		party_affairs.choice_filter("way", __("Way of Access"), [
			"Opened",
			"Listed",
			"Printed",
			"Exported",
			"Mailed",
		]),
		party_affairs.choice_filter("document_type", __("Document Type"), [
			"Party Member",
			"Party Member Event",
			"Party Membership Transfer",
			"Dues Assessment",
			"Party Dues Entry",
			"Contact Pairing",
			"Heart Talk",
			"Thought Report",
			"Member Self Review",
			"Life Review Criticism",
			"Democratic Appraisal",
			"Party Dues Reminder",
			"Discipline Case",
			"Party Year Import",
			"Party Dues Statement",
		]),
	],
});
