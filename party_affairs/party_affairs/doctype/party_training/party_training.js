frappe.ui.form.on("Party Training", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["member"], "participants");
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		if (frm.doc.branch && frm.perm[0].write) {
			frm.add_custom_button(__("Add All Members"), () => add_members(frm));
		}
	},
});

async function add_members(frm) {
	const filters = {
		branch: frm.doc.branch,
		status: ["in", ["On Register", "Floating"]],
		stage: ["in", ["Full Member", "Probationary Member"]],
	};
	const fields = ["name", "member_name"];
	const members = await frappe.db.get_list("Party Member", { filters, fields, limit: 500 });
	const listed = new Set((frm.doc.participants || []).map((row) => row.member));
	members
		.filter((member) => !listed.has(member.name))
		.forEach((member) =>
			frm.add_child("participants", { member: member.name, member_name: member.member_name })
		);
	frm.refresh_field("participants");
	frm.dirty();
}
