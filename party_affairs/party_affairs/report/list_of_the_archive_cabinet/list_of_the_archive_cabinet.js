{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["List of the Archive Cabinet"] = party_affairs.ledger_report("archive_cabinet", { opens: "title" });
