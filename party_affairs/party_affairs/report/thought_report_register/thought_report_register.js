{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Thought Report Register"] = party_affairs.ledger_report("thought_reports", { opens: "member_name" });
