frappe.listview_settings["Thought Report"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Draft: "gray", "Handed In": "orange", Commented: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	formatters: {
		half_year(key) {
			const [year, half] = (key || "").split("-H");
			const text = half === "1" ? __("First half of {year}") : __("Second half of {year}");
			return half ? text.replace("{year}", party_affairs.text(year)) : "";
		},
	},
};
