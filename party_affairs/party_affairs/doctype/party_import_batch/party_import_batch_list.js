frappe.listview_settings["Party Import Batch"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Queued: "blue",
			Running: "orange",
			Completed: "green",
			"Partly Completed": "orange",
			Failed: "red",
			Cancelled: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
