frappe.listview_settings["Compliance Report"] = {
	hide_name_column: true,
	add_fields: ["status", "all_missed_count"],
	get_indicator(doc) {
		const colours = { "Handed Up": "blue", Returned: "orange", Acknowledged: "green" };
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
	formatters: {
		period_key: (value) => party_affairs.text(party_affairs.period_text(value)),
		// What is missed is told by its number, and not by its colour alone.
		all_missed_count: (value) => (value ? `<b class="text-danger">${value}</b>` : "0"),
	},
	onload(listview) {
		listview.page.add_inner_button(__("Reports of the Period"), () =>
			frappe.set_route("query-report", "Reports of the Period")
		);
		// Whoever may start a check of his branches.
		if (frappe.user.has_role(["Party Branch Secretary", "Party Affairs Manager"])) {
			listview.page.add_inner_button(__("Write Missing Reports"), () =>
				party_affairs.write_missing_reports()
			);
		}
	},
};
