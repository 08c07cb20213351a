frappe.listview_settings["Party Dues Receipt"] = {
	hide_name_column: true,
};
