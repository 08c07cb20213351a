frappe.listview_settings["Compliance Report"] = {
	hide_name_column: true,
	add_fields: ["missed_count", "due_count", "below_missed_count"],
	get_indicator(doc) {
		if (doc.missed_count) return [__("Gaps"), "red", "missed_count,>,0"];
		if (doc.below_missed_count) {
			return [__("Gaps Below"), "red", "missed_count,=,0|below_missed_count,>,0"];
		}
		return doc.due_count
			? [__("Duties Open"), "orange", "missed_count,=,0|below_missed_count,=,0|due_count,>,0"]
			: [__("No Gaps"), "green", "missed_count,=,0|below_missed_count,=,0|due_count,=,0"];
	},
	onload(listview) {
		// Whoever may start a check of his branches.
		if (frappe.user.has_role(["Party Branch Secretary", "Party Affairs Manager"])) {
			listview.page.add_inner_button(__("Write Missing Reports"), () =>
				party_affairs.write_missing_reports()
			);
		}
	},
};
