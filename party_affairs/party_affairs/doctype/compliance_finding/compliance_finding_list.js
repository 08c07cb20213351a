frappe.listview_settings["Compliance Finding"] = {
	hide_name_column: true,
	add_fields: ["status", "linked_to"],
	get_indicator(doc) {
		const colours = {
			Planned: "blue",
			Due: "orange",
			Met: "green",
			Late: "yellow",
			Missed: "red",
			Excused: "gray",
			"Not Applicable": "gray",
		};
		if (doc.linked_to) {
			const label = __("{0}, one omission with {1}", [__(doc.status), doc.linked_to]);
			return [label, "gray", `linked_to,=,${doc.linked_to}`];
		}
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
