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
		if (frappe.model.can_create("Party Dues Entry"))
			listview.page.add_inner_button(__("Make Entries of a Month"), () => make_entries(listview));
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
			method: "party_affairs.api.dues.collection.mark_paid",
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

// Entries for everybody who owes dues for a month. Who has no assessment is named, so that somebody assesses him.
function make_entries(listview) {
	const months = [];
	for (let back = 0; back < 12; back++)
		months.push(frappe.datetime.add_months(frappe.datetime.month_start(), -back).slice(0, 7));
	const fields = [
		{
			fieldname: "month",
			fieldtype: "Select",
			label: __("Dues Month"),
			options: months,
			default: months[0],
			reqd: 1,
		},
		{
			fieldname: "branch",
			fieldtype: "Link",
			options: "Party Branch",
			label: __("Party Branch"),
			description: __("Empty: all branches whose dues you keep"),
		},
	];
	const send = (values) =>
		frappe.call({
			method: "party_affairs.api.dues.monthly_run.make_entries",
			args: values,
			freeze: true,
			callback({ message: { queued, message, lacking } }) {
				frappe.show_alert({ message, indicator: queued ? "blue" : "green" }, 10);
				if (lacking)
					frappe.msgprint({
						title: __("Not Assessed"),
						message: frappe.utils.escape_html(lacking),
						indicator: "orange",
					});
				if (!queued) listview.refresh();
			},
		});
	frappe.prompt(fields, send, __("Make Entries of a Month"), __("Make Entries"));
}
