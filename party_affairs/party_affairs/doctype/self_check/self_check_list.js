frappe.listview_settings["Self Check"] = {
	hide_name_column: true,
	add_fields: ["status", "returned_count", "confirmed_count"],
	get_indicator(doc) {
		const colours = {
			"Being Filled In": "orange",
			"Handed Up": "blue",
			Confirmed: "green",
			"In Publicity": "purple",
			Approved: "green",
			"Not Approved": "red",
			Withdrawn: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	formatters: {
		progress(value, df, doc) {
			const parts = [value];
			if (doc.returned_count) parts.push(__("{0} returned", [doc.returned_count]));
			if (doc.confirmed_count) parts.push(__("{0} confirmed", [doc.confirmed_count]));
			return parts.join("，");
		},
	},
};
