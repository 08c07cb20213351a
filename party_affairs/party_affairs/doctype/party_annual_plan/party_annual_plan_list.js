frappe.listview_settings["Party Annual Plan"] = {
	hide_name_column: true,
};
