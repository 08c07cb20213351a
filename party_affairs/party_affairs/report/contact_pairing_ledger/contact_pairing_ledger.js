{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Contact Pairing Ledger"] = party_affairs.ledger_report("contact_pairing", {
	opens: "contact_name",
});
