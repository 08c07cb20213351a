const ONLINE_STUDY = "party_affairs.api.members.online_study";

frappe.ui.form.on("Online Study", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
	},

	refresh(frm) {
		if (frm.is_new() || !frm.perm[0].write) return;
		const act = (step) => async () => {
			await frappe.xcall(`${ONLINE_STUDY}.${step}`, { name: frm.doc.name });
			frm.reload_doc();
		};
		if (frm.doc.status === "Awaiting Confirmation") {
			frm.add_custom_button(__("Confirm the Hours"), act("confirm")).addClass("btn-primary");
			frm.add_custom_button(__("Decline the Hours"), () => decline(frm));
		} else {
			frm.add_custom_button(__("Take the Answer Back"), act("take_back"));
		}
	},
});

function decline(frm) {
	frappe.prompt(
		[{ fieldname: "answer", fieldtype: "Small Text", label: __("What the Member Is Told"), reqd: 1 }],
		async ({ answer }) => {
			await frappe.xcall(`${ONLINE_STUDY}.decline`, { name: frm.doc.name, answer });
			frm.reload_doc();
		},
		__("Decline the Hours")
	);
}
