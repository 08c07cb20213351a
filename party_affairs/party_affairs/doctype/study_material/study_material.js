frappe.ui.form.on("Study Material", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
		frm.set_query("expense", () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }));
		party_affairs.limit_members(frm, ["keeper"]);
		party_affairs.limit_members(frm, ["member"], "loans");
	},
});
