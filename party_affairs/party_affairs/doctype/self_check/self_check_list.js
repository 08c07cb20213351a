frappe.listview_settings["Self Check"] = {
	hide_name_column: true,
	add_fields: ["status", "line_count", "returned_count", "confirmed_count"],
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
		open_count(value, df, doc) {
			const parts = [__("{0} of {1} ticked", [doc.line_count - value, doc.line_count])];
			if (doc.returned_count) parts.push(__("{0} returned", [doc.returned_count]));
			if (doc.confirmed_count) parts.push(__("{0} confirmed", [doc.confirmed_count]));
			return parts.join("，");
		},
	},
};
