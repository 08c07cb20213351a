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

	// Whoever comments is most often the one who types it.
	async comment(frm) {
		if (!frm.doc.comment || frm.doc.commented_by) return;
		const own = await party_affairs.own_member();
		if (!own || own === frm.doc.member) return;
		await frm.set_value("commented_by", own);
		if (!frm.doc.commented_on) await frm.set_value("commented_on", frappe.datetime.get_today());
	},
});
