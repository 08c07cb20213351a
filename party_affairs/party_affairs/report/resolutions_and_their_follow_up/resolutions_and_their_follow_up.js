{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Resolutions and Their Follow-up"] = party_affairs.ledger_report("resolutions", {
	opens: "resolution",
	filters: [
		party_affairs.choice_filter("follow_up_status", __("Status"), ["Overdue", "Under Way", "Done Late", "Done"]),
		{
			fieldname: "responsible",
			label: __("Responsible Member"),
			fieldtype: "Link",
			options: "Party Member",
		},
	],
});
