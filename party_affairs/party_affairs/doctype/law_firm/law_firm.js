frappe.ui.form.on("Law Firm", {
	setup(frm) {
		frm.set_query("committee", () => ({ filters: { is_group: 1, status: "Active" } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Party Members"), () =>
			frappe.set_route("List", "Party Member", { firm: frm.doc.name })
		);
		show_requirements(frm);
	},
});

// A branch sees its firm, but not how many members of other branches practise there: that is for the committee in charge.
async function show_requirements(frm) {
	const firm = frm.doc.name;
	const method = "party_affairs.api.organisation.requirements.firm_requirements";
	if (!(await frappe.xcall("party_affairs.api.organisation.requirements.may_see_firm", { firm }))) return;
	party_affairs.show_requirements(frm, method, { firm });
	frm.add_custom_button(__("Requirements on a Day"), () => party_affairs.ask_requirements(method, { firm }));
}
