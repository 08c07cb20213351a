{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Self-Check Overview"] = party_affairs.ledger_report("self_checks", { opens: "kind_text" });
