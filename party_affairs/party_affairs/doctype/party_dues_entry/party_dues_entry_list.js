frappe.listview_settings["Party Dues Entry"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Unpaid: "red",
			"Partly Paid": "orange",
			Paid: "green",
			Exempt: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	onload(listview) {
		if (!frappe.model.can_write("Party Dues Entry")) return;
		listview.page.add_actions_menu_item(__("Mark as Paid"), () => mark_paid(listview), false);
	},
};

function mark_paid(listview) {
	const methods = frappe.meta.get_docfield("Party Dues Entry", "method").options;
	const fields = [
		{
			fieldname: "paid_on",
			fieldtype: "Date",
			label: __("Paid On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "method",
			fieldtype: "Select",
			label: __("Payment Method"),
			options: methods,
			reqd: 1,
		},
		{
			fieldname: "paid_by",
			fieldtype: "Data",
			label: __("Paid By"),
			depends_on: "eval:doc.method === 'Paid by Another'",
			mandatory_depends_on: "eval:doc.method === 'Paid by Another'",
		},
	];
	const entries = listview.get_checked_items(true);
	const send = (values) =>
		frappe.call({
			method: "party_affairs.api.dues.mark_paid",
			args: { entries, ...values },
			freeze: true,
			callback({ message }) {
				frappe.show_alert({
					message: __("{0} entries marked as paid, {1} yuan received; {2} were settled already.", [
						message.marked,
						message.received,
						message.untouched,
					]),
					indicator: "green",
				});
				listview.clear_checked_items();
				listview.refresh();
			},
		});
	frappe.prompt(fields, send, __("Mark {0} Entries as Paid", [entries.length]), __("Mark as Paid"));
}
