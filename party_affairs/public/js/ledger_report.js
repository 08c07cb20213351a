// What all ledger reports have in common: filters, links to the records, and the buttons for the printed ledger.
frappe.provide("party_affairs");

party_affairs.ledger_report = function (ledger, { opens, filters = [] }) {
	const download = (report, file_format) => {
		const values = Object.entries(report.get_values()).filter(([, value]) => value);
		const query = new URLSearchParams({ ...Object.fromEntries(values), ledger, file_format });
		window.open(`/api/method/party_affairs.api.ledgers.download?${query}`);
	};
	return {
		filters: [
			{
				fieldname: "branch",
				label: __("Party Branch"),
				fieldtype: "Link",
				options: "Party Branch",
			},
			{
				fieldname: "year",
				label: __("Year"),
				fieldtype: "Int",
				default: frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear(),
			},
			...filters,
		],
		onload(report) {
			report.page.add_inner_button(__("Print Ledger as PDF"), () => download(report, "pdf"));
			report.page.add_inner_button(__("Export to Excel"), () => download(report, "xlsx"));
		},
		formatter(value, row, column, data, default_formatter) {
			// Nothing was entered: Frappe would show 0.00.
			if (value === null || value === undefined || value === "") return "";
			const text = default_formatter(value, row, column, data);
			if (data && data.is_total) return `<b>${text}</b>`;
			if (column.fieldname !== opens || !data || !data.name) return text;
			const link = frappe.utils.get_form_link(data.doctype, data.name);
			return `<a href="${link}">${text}</a>`;
		},
	};
};
