{% include "party_affairs/public/js/ledger_report.js" %}

const open_photo_sheets = (file_format) => ({ branch, year }) => {
	if (!branch) return frappe.msgprint(__("Choose the branch whose photos are to be printed."));
	const query = new URLSearchParams({ branch, year: year || "", file_format });
	window.open(`/api/method/party_affairs.api.contact.welfare.photo_sheets?${query}`);
};

frappe.query_reports["Public Welfare Ledger"] = party_affairs.ledger_report("public_welfare", {
	opens: "project",
	buttons: {
		[__("Photo Sheets")]: open_photo_sheets("pdf"),
		[__("{0} as Word", [__("Photo Sheets")])]: open_photo_sheets("docx"),
	},
});
