frappe.ui.form.on("Study Material", {
	setup(frm) {
		party_affairs.limit_to_active(frm);
		frm.set_query("expense", () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }));
		party_affairs.say_choice(frm.doctype, "expense", __("Submitted expenses of this organisation are offered."));
		party_affairs.limit_members(frm, ["keeper"]);
		party_affairs.limit_members(frm, ["member"], "loans");
	},

	onload: party_affairs.prefill_branch,
});
