const ONLINE_STUDY_COLOURS = { "Awaiting Confirmation": "orange", Confirmed: "green", "Not Confirmed": "gray" };

frappe.listview_settings["Online Study"] = {
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.status), ONLINE_STUDY_COLOURS[doc.status], `status,=,${doc.status}`],
	onload(listview) {
		if (!frappe.model.can_write("Online Study")) return;
		listview.page.add_action_item(__("Confirm the Hours"), async () => {
			const names = listview.get_checked_items(true);
			const count = await frappe.xcall("party_affairs.api.members.online_study.confirm_all", { names });
			frappe.show_alert({ message: __("{0} reports were confirmed.", [count]), indicator: "green" });
			listview.refresh();
		});
	},
};
