frappe.listview_settings["Party Year Import"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Queued: "blue",
			Running: "orange",
			Previewed: "blue",
			Completed: "green",
			"Partly Completed": "orange",
			Failed: "red",
			Cancelled: "gray",
			Undone: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
