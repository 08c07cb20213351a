{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Dues Assessment Sheet"] = party_affairs.ledger_report("dues_assessments", {
	opens: "member_name",
	buttons: frappe.model.can_create("Dues Assessment")
		? {
				[__("Assess Whole Branch")]({ branch, year }) {
					party_affairs.renew_assessments({ branch, year, done: () => frappe.query_report.refresh() });
				},
		  }
		: {},
});
