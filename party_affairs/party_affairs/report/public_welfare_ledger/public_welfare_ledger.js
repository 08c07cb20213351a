{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Public Welfare Ledger"] = party_affairs.ledger_report("public_welfare", {
	opens: "project",
	buttons: {
		[__("Photo Sheets")]: ({ branch, year }) => {
			if (!branch) return frappe.msgprint(__("Choose the branch whose photos are to be printed."));
			const query = new URLSearchParams({ branch, year: year || "" });
			window.open(`/api/method/party_affairs.api.contact.welfare.photo_sheets?${query}`);
		},
	},
});
