frappe.ui.form.on("Thought Report", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.half_year) {
			frm.set_value("half_year", `${party_affairs.this_year()}-H${party_affairs.half_of_today()}`);
		}
	},

	refresh: party_affairs.show_handing_in,
});
