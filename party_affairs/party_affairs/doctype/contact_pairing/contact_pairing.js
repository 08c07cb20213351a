frappe.ui.form.on("Contact Pairing", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.end_date || !frm.perm[1] || !frm.perm[1].write) return;
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

	onload: party_affairs.prefill_branch,
	member: party_affairs.branch_follows_member,
});
