frappe.ui.form.on("Life Review Criticism", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"], "lines");
		frm.set_query("review", () => ({ filters: { held_on: ["is", "set"] } }));
	},

	refresh(frm) {
		frm.set_intro(__("Read by the secretary and the organisation commissioner of the branch alone"), "blue");
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open the Life Review"), () =>
			frappe.set_route("Form", "Party Life Review", frm.doc.review)
		);
	},
});
