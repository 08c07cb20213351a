{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Talks Due"] = party_affairs.ledger_report("talks_due", { opens: "about" });
