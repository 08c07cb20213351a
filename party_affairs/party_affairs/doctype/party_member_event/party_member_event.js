const FIXED = ["member", "kind", "happened_on", "to_firm", "new_position"];

frappe.ui.form.on("Party Member Event", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
		frm.set_query("to_firm", () => ({ filters: { is_active: 1 } }));
		frm.set_query("meeting", () => ({ filters: { branch: frm.doc.branch } }));
	},

	refresh(frm) {
		// What has been written into the member's record stays as it is.
		const written = ["Firm Change", "Position Change"].includes(frm.doc.kind) && !frm.is_new();
		FIXED.forEach((fieldname) => frm.set_df_property(fieldname, "read_only", written ? 1 : 0));
	},
});
