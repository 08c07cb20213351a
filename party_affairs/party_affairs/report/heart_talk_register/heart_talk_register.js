{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Heart Talk Register"] = party_affairs.ledger_report("heart_talks", { opens: "talker" });
