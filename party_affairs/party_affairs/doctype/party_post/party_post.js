frappe.ui.form.on("Party Post", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
		party_affairs.limit_groups(frm);
	},

	refresh(frm) {
		const in_office = !frm.is_new() && frm.doc.post === "Secretary" && frm.doc.status === "In Office";
		if (in_office && frappe.model.can_create("Party Post Absence")) {
			frm.add_custom_button(__("Mark Away"), () =>
				frappe.new_doc("Party Post Absence", { party_post: frm.doc.name })
			);
		}
	},

	onload: party_affairs.prefill_branch,
	member: party_affairs.branch_follows_member,
});
