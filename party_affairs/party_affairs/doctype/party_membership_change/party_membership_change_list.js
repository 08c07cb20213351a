frappe.listview_settings["Party Membership Change"] = {
	hide_name_column: true,
	add_fields: ["kind", "docstatus"],
	has_indicator_for_draft: 1,
	get_indicator(doc) {
		if (doc.docstatus === 0) return [__("Not Decided Yet"), "orange", "docstatus,=,0"];
		const colours = { Away: "blue", "Back from Away": "green", "Membership Restored": "green" };
		return [__(doc.kind), colours[doc.kind] || "gray", `kind,=,${doc.kind}`];
	},
};
