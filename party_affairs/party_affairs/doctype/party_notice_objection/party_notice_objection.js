frappe.ui.form.on("Party Notice Objection", {
	setup(frm) {
		frm.set_query("notice", () => ({ filters: { status: ["in", ["Published", "Ended", "Withdrawn"]] } }));
		party_affairs.say_choice(frm.doctype, "notice", __("Notices that were published are offered."));
	},

	async refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (frm.is_new()) {
			if (!frm.doc.received_on) frm.set_value("received_on", frappe.datetime.get_today());
			return;
		}
		if (frm.doc.seen_on || !frm.perm[0].write) return;
		await frappe.xcall("party_affairs.api.notice.notices.note_seen", { objection: frm.doc.name });
	},
});
