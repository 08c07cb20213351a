// What all ledger reports have in common: filters, links to the records, and the buttons for the printed ledger.
frappe.provide("party_affairs");

party_affairs.ledger_report = function (ledger, { opens, filters = [], buttons = {} }) {
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
			report.page.add_inner_button(__("Word Document"), () => download(report, "docx"));
			report.page.add_inner_button(__("Export to Excel"), () => download(report, "xlsx"));
			for (const [label, act] of Object.entries(buttons)) {
				report.page.add_inner_button(label, () => act(report.get_values()));
			}
		},
		formatter(value, row, column, data, default_formatter) {
			// Nothing was entered: Frappe would show 0.00.
			if (value === null || value === undefined || value === "") return "";
			// Masked: of a number Frappe would make 0.00.
			if (value === "***") return value;
			const text = default_formatter(value, row, column, data);
			if (data && data.is_total) return `<b>${text}</b>`;
			if (column.fieldname !== opens || !data || !data.name) return text;
			const link = frappe.utils.get_form_link(data.doctype, data.name);
			return `<a href="${link}">${text}</a>`;
		},
	};
};

party_affairs.choice_filter = (fieldname, label, options) => ({
	fieldname,
	label,
	fieldtype: "Select",
	// An empty one as an object would be shown as "[object Object]".
	options: ["", ...options.map((value) => ({ value, label: __(value) }))],
});

party_affairs.numbers = (last) => Array.from({ length: last }, (_, index) => String(index + 1));

// Row by row, or the sums of each branch.
party_affairs.view_filter = () => ({
	fieldname: "view",
	label: __("Shown By"),
	fieldtype: "Select",
	options: [
		{ value: "member", label: __("Member") },
		{ value: "branch", label: __("Party Branch") },
	],
	default: "member",
});

// What the roster and the statistics of members can be narrowed to.
party_affairs.roster_filters = function () {
	const choice = party_affairs.choice_filter;
	const years = (fieldname, label) => ({ fieldname, label, fieldtype: "Int" });
	return [
		choice("stage", __("Stage"), [
			"Full Member",
			"Probationary Member",
			"Development Target",
			"Activist",
			"Applicant",
		]),
		choice("status", __("Status"), ["On Register", "Floating"]),
		{ fieldname: "firm", label: __("Law Firm"), fieldtype: "Link", options: "Law Firm" },
		choice("gender", __("Gender"), ["Male", "Female"]),
		choice("education", __("Education"), [
			"Below College",
			"College",
			"Bachelor",
			"Master",
			"Doctor",
		]),
		choice("partner", __("Is Partner"), ["Yes", "No"]),
		years("age_from", __("Age From")),
		years("age_to", __("Age To")),
		years("party_age_from", __("Years in the Party From")),
		years("party_age_to", __("Years in the Party To")),
	];
};
