{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Platform Updates Due"] = party_affairs.ledger_report("platform_updates", {
	opens: "member_name",
	filters: [{ fieldname: "as_of", label: __("As of the Day"), fieldtype: "Date" }],
	buttons: {
		[__("Mark as Entered")]: () => {
			const rows = frappe.query_report.data.filter((row) => row.name);
			party_affairs.mark_entered(
				rows.map((row) => row.name),
				() => frappe.query_report.refresh()
			);
		},
	},
});
