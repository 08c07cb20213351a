frappe.listview_settings["Life Review Criticism"] = {
	hide_name_column: true,
};
