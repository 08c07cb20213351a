{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Publication of Dues"] = party_affairs.ledger_report("dues_publication", {
	opens: "member_name",
	filters: [
		party_affairs.choice_filter("month", __("Month"), party_affairs.numbers(12)),
		party_affairs.choice_filter("quarter", __("Quarter"), party_affairs.numbers(4)),
		{
			fieldname: "posted_from",
			label: __("Posted From"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
		{
			fieldname: "posted_until",
			label: __("Posted Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), 7),
		},
	],
});
