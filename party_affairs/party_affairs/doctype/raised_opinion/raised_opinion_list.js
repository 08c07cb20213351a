const COLOURS = { Registered: "orange", Referred: "blue", Answered: "green", Told: "green" };

frappe.listview_settings["Raised Opinion"] = {
	add_fields: ["answer_until", "answered_on"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (!doc.answered_on && doc.answer_until && doc.answer_until < today) {
			return [__("Overdue"), "red", `answered_on,is,not set|answer_until,<,${today}`];
		}
		return [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`];
	},
};
