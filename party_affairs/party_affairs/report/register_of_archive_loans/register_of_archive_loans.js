{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Register of Archive Loans"] = party_affairs.ledger_report("archive_loans", { opens: "title" });
