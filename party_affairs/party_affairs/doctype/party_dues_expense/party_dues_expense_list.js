frappe.listview_settings["Party Dues Expense"] = {
	hide_name_column: true,
};
