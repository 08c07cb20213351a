frappe.ui.form.on("Contacted Person", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		frm.set_query("party_member", () => ({ filters: { branch: frm.doc.branch || "" } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(
			__("Pairings"),
			() => frappe.set_route("List", "Contact Pairing", { contact: frm.doc.name }),
			__("View")
		);
		if (!frm.doc.paired_until || !frm.perm[1] || !frm.perm[1].write) return;
		frm.add_custom_button(__("Anonymise at Contact's Request"), () =>
			frappe.confirm(
				__("Name, phone, address and all notes of this contact are deleted. There is no way back. Continue?"),
				() =>
					frappe
						.call({
							method: "party_affairs.api.privacy.contacts.anonymise",
							args: { name: frm.doc.name },
						})
						.then(() => frm.reload_doc())
			)
		);
	},

	consent(frm) {
		if (frm.doc.consent !== "Not Asked Yet" && !frm.doc.consent_on) {
			frm.set_value("consent_on", frappe.datetime.get_today());
		}
	},
});
