frappe.ui.form.on("Member Self Review", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.year) {
			frm.set_value("year", party_affairs.this_year());
		}
	},

	refresh: party_affairs.show_handing_in,
});
