const CORRECTIONS = "party_affairs.api.members.corrections";

frappe.ui.form.on("Correction Request", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status !== "Awaiting Answer" || !frm.perm[0].write) return;
		const must_answer = frm.doc.about === "Something Else";
		frm.add_custom_button(__("Correct the Record"), () => answer(frm, "correct", __("Correct the Record"), must_answer)).addClass("btn-primary");
		frm.add_custom_button(__("Decline with Reason"), () => answer(frm, "decline", __("Decline with Reason"), true));
	},
});

function answer(frm, step, title, must_answer) {
	frappe.prompt(
		[{ fieldname: "answer", fieldtype: "Small Text", label: __("What the Member Is Told"), reqd: must_answer ? 1 : 0 }],
		async (values) => {
			await frappe.xcall(`${CORRECTIONS}.${step}`, { name: frm.doc.name, answer: values.answer || "" });
			await frm.reload_doc();
		},
		title
	);
}
