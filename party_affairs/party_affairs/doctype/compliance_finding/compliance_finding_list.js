// What the cards count: open duties of this year, each omission once. The latest deadline stands first, and what has none last.
// What is done, and other years, are a filter away.
frappe.listview_settings["Compliance Finding"] = {
	hide_name_column: true,
	add_fields: ["status", "linked_to", "due_date", "rule", "branch", "period_key"],
	filters: [
		["Compliance Finding", "status", "in", ["Missed", "Due"]],
		["Compliance Finding", "linked_to", "is", "not set"],
		["Compliance Finding", "period_start", "Between", party_affairs.days_of_this_year()],
	],
	get_indicator(doc) {
		if (doc.linked_to) {
			const label = __("{0}, one omission with {1}", [__(doc.status), doc.linked_to]);
			return [label, "gray", `linked_to,=,${doc.linked_to}`];
		}
		return [__(doc.status), party_affairs.DUTY_COLOURS[doc.status], `status,=,${doc.status}`];
	},
	formatters: {
		branch: (value) => party_affairs.text(party_affairs.short_names[value] || value),
		period_key: (value) => party_affairs.text(party_affairs.period_text(value)),
	},
	onload(listview) {
		party_affairs.load_short_names().then(() => listview.refresh());
		const may_check = ["Party Branch Secretary", "Party Affairs Manager"].some((role) => frappe.user.has_role(role));
		if (may_check || frappe.session.user === "Administrator")
			listview.page.add_inner_button(__("Check Duties"), () => party_affairs.run_check(null, () => listview.refresh()));
		frappe.realtime.on("party_affairs_checked", () => {
			if (frappe.get_route_str() === `List/${listview.doctype}/List`) listview.refresh();
		});
	},
};
