{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Party Member Roster"] = party_affairs.ledger_report("member_roster", {
	opens: "member_name",
	filters: party_affairs.roster_filters(),
});
