frappe.ui.form.on("Party Annual Plan", {
	setup(frm) {
		party_affairs.limit_members(frm, ["responsible"], "lines");
		frm.set_query("discussed_in", () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }));
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) {
			const today = frappe.datetime.str_to_obj(frappe.datetime.get_today());
			frm.set_value("year", today.getFullYear());
		}
	},

	refresh(frm) {
		if (!(frm.doc.lines || []).length) {
			frm.add_custom_button(__("Lay Out the Year"), () => lay_out_year(frm));
		}
	},
});

// A theme day each month and a lecture each quarter (guide 一（四）2 and 3): topics and people are still to be entered.
function lay_out_year(frm) {
	for (let month = 1; month <= 12; month++) {
		frm.add_child("lines", { month, kind: "Theme Day" });
		if (month % 3 === 0) frm.add_child("lines", { month, kind: "Party Lecture" });
	}
	frm.refresh_field("lines");
	frm.dirty();
}
