const INCOME_HINTS = {
	"Monthly Pay": __("What is drawn in the month, after tax and social insurance"),
	"Annual Salary Drawn in Month": __("What was really drawn in this month; it counts for this month alone"),
	"Average of Last Quarter": __("Net income of the quarter before; a third of it is the base of this quarter"),
	"Fixed Yearly Base": __("Monthly base, such as that of social insurance; it counts until December"),
};
const DECIDED = ["Reduced", "Exempt"];

frappe.ui.form.on("Dues Assessment", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member"]);
		for (const fieldname of ["decision_meeting", "consent_meeting"]) {
			frm.set_query(fieldname, () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }));
		}
	},

	onload: party_affairs.prefill_branch,
	member: party_affairs.branch_follows_member,

	refresh(frm) {
		show_income_hint(frm);
		point_out_missing_decision(frm);
		party_affairs.lower_text_boxes(frm);
	},

	basis_method(frm) {
		show_income_hint(frm);
		frm.set_value("effective_to", null);
	},

	effective_from(frm) {
		frm.set_value("effective_to", null);
	},
});

function show_income_hint(frm) {
	frm.set_df_property("income_amount", "description", INCOME_HINTS[frm.doc.basis_method] || "");
}

// Older records and those of a workbook do not name it.
function point_out_missing_decision(frm) {
	const { category, decided_on, approved_on } = frm.doc;
	const lacks = !frm.is_new() && DECIDED.includes(category) && !(decided_on && approved_on);
	frm.set_intro(
		lacks
			? __("To pay less or nothing takes a decision of the branch and the approval of the organisation above. Please enter both.")
			: "",
		"orange"
	);
}
