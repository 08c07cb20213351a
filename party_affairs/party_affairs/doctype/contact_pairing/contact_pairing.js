frappe.ui.form.on("Contact Pairing", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
		frm.set_query("contact", () => ({ filters: { branch: frm.doc.branch || "" } }));
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (frm.is_new()) return;
		if (frm.doc.contact) {
			frm.add_custom_button(
				__("Contacted Person"),
				() => frappe.set_route("Form", "Contacted Person", frm.doc.contact),
				__("View")
			);
		}
		party_affairs.offer_opinions(frm);
	},

	onload: party_affairs.prefill_branch,

	async contact(frm) {
		if (!frm.doc.contact || frm.doc.contact_kind) return;
		const { message } = await frappe.db.get_value("Contacted Person", frm.doc.contact, "contact_kind");
		await frm.set_value("contact_kind", message.contact_kind);
	},

	member: party_affairs.branch_follows_member,
});
