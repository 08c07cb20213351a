const expired = () => `status,=,Letter Issued|valid_until,<,${frappe.datetime.get_today()}`;

frappe.listview_settings["Party Membership Transfer"] = {
	hide_name_column: true,
	add_fields: ["status", "valid_until", "docstatus"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		if (doc.status === "Letter Issued" && doc.valid_until < frappe.datetime.get_today()) {
			return [__("Nobody Accepted"), "red", expired()];
		}
		const colours = {
			Draft: "gray",
			"Letter Issued": "orange",
			Accepted: "green",
			"Sent Back": "red",
			Cancelled: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	onload(listview) {
		listview.page.add_inner_button(__("Nobody Accepted"), () => {
			listview.filter_area.clear(false).then(() =>
				listview.filter_area.add([
					["Party Membership Transfer", "status", "=", "Letter Issued"],
					["Party Membership Transfer", "valid_until", "<", frappe.datetime.get_today()],
				])
			);
		});
	},
};
