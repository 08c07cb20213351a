frappe.listview_settings["Party Training"] = { hide_name_column: true };
