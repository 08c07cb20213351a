frappe.ui.form.on("Honour", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member", "suggested_by"]);
		frm.set_query("good_deed", () => ({
			filters: { member: frm.doc.member || "", kind: "Good Deed" },
		}));
		frm.set_query("meeting", () => ({ filters: { branch: frm.doc.branch || "", docstatus: 1 } }));
	},

	onload: party_affairs.prefill_branch,
});
