frappe.ui.form.on("Raised Opinion", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["member", "referred_to", "answered_by"]);
		frm.set_query("contact", () => ({ filters: { branch: frm.doc.branch || "" } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (frm.doc.is_unnamed) {
			frm.set_intro(__("Raised unnamed: nothing on record says who it was."), "blue");
		}
	},

	is_unnamed(frm) {
		if (frm.doc.is_unnamed) frm.set_value({ member: null, contact: null, raised_by_name: null });
	},
});
