frappe.listview_settings["Party Member"] = {
	hide_name_column: true,
	add_fields: ["status"],
	onload(listview) {
		if (frappe.model.can_export("Party Member")) {
			listview.page.add_menu_item(__("Export for Another System"), () => party_affairs.export_members());
		}
		if (frappe.model.can_write("Party Member")) {
			listview.page.add_action_item(__("Mark as Entered on the Platform"), () =>
				party_affairs.mark_entered(listview.get_checked_items(true), () => listview.refresh())
			);
		}
	},
	get_indicator(doc) {
		const colours = {
			"On Register": "green",
			Floating: "blue",
			"Transferred Out": "gray",
			"Membership Suspended": "orange",
			"Left the Party": "gray",
			Deceased: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
