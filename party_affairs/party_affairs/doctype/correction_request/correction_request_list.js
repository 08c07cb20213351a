const CORRECTION_COLOURS = { "Awaiting Answer": "orange", Corrected: "green", "Not Corrected": "gray" };

frappe.listview_settings["Correction Request"] = {
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.status), CORRECTION_COLOURS[doc.status], `status,=,${doc.status}`],
};
