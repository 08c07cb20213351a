const EVENT_FIELDS = ["occasion", "partner_is", "partner"];

frappe.ui.form.on("Heart Talk", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["partner"]);
		frm.set_query("event", () => ({
			filters: {
				branch: frm.doc.branch,
				...(frm.doc.partner ? { member: frm.doc.partner } : {}),
			},
		}));
	},

	async onload(frm) {
		await party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.talker) frm.set_value("talker", await party_affairs.own_member());
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		party_affairs.offer_opinions(frm);
		frm.set_intro(
			__("Confidential: read by both who talked and by the secretary and the organisation commissioner of this branch."),
			"orange"
		);
	},

	// The event says who is talked with, and on which of the five occasions.
	async event(frm) {
		if (!frm.doc.event) return;
		const talk = await frappe.xcall("party_affairs.api.texts.personal_texts.talk_about_event", {
			event: frm.doc.event,
		});
		await frm.set_value(Object.fromEntries(EVENT_FIELDS.map((name) => [name, talk[name]])));
	},

	partner_is(frm) {
		if (frm.doc.partner_is !== "Party Member") frm.set_value("partner", null);
	},

	async partner(frm) {
		if (!frm.doc.partner) return;
		const { message } = await frappe.db.get_value("Party Member", frm.doc.partner, "member_name");
		await frm.set_value("partner_name", message.member_name);
	},
});
