{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Questionnaire Overview"] = party_affairs.ledger_report("questionnaires", {});
