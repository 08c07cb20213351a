{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Contacts to Visit"] = party_affairs.ledger_report("contacts_to_visit", {
	opens: "contact_name",
});
