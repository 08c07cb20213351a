const FIXED = ["member", "kind", "happened_on", "to_firm", "new_position"];
const CALLS_FOR_TALK = [
	"Firm Change",
	"Position Change",
	"Award",
	"Professional Sanction",
	"Party Sanction",
	"Setback in Practice",
	"Family Dispute",
	"Wavering",
	"Integrity Complaint",
];

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
		if (!frm.is_new() && CALLS_FOR_TALK.includes(frm.doc.kind) && frappe.model.can_create("Heart Talk")) {
			frm.add_custom_button(__("Record Talk"), () => record_talk(frm));
		}
	},
});

// About these the committee must talk (guide 一（四）8); which of the five occasions it is, the server says.
async function record_talk(frm) {
	const talk = await frappe.xcall("party_affairs.api.texts.personal_texts.talk_about_event", {
		event: frm.doc.name,
	});
	frappe.new_doc("Heart Talk", talk);
}
