frappe.ui.form.on("Thought Report", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.half_year) {
			const today = frappe.datetime.get_today();
			frm.set_value("half_year", `${today.slice(0, 4)}-H${today.slice(5, 7) > "06" ? 2 : 1}`);
		}
	},

	refresh: party_affairs.show_handing_in,
});
