frappe.listview_settings["Party Link"] = {
	hide_name_column: true,
	add_fields: ["address", "is_active"],
	filters: [["is_active", "=", 1]],
	button: {
		show: (doc) => doc.is_active && /^https:\/\//i.test(doc.address || ""),
		get_label: () => __("Open the Page"),
		get_description: (doc) => __("Open {0}", [doc.address]),
		action: (doc) => window.open(doc.address, "_blank", "noopener,noreferrer"),
	},
};
