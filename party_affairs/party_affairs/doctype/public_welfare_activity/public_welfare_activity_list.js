frappe.listview_settings["Public Welfare Activity"] = {
	hide_name_column: true,
};
