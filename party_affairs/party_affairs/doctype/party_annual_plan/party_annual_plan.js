frappe.ui.form.on("Party Annual Plan", {
	setup(frm) {
		party_affairs.limit_members(frm, ["responsible"], "lines");
		const held = () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } });
		frm.set_query("discussed_in", held);
		frm.set_query("meeting", "lines", held);
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) {
			const today = frappe.datetime.str_to_obj(frappe.datetime.get_today());
			frm.set_value("year", today.getFullYear());
		}
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (missing_lines(frm).length) {
			frm.add_custom_button(__("Lay Out the Year"), () => lay_out_year(frm));
		}
		if (!frm.is_new()) {
			frm.add_custom_button(__("Plan and What Was Held"), () =>
				frappe.set_route("query-report", "Plan and What Was Held", {
					branch: frm.doc.branch,
					year: frm.doc.year,
				})
			);
		}
	},
});

// A theme day each month and a lecture each quarter (guide 一（四）2 and 3): topics and people are still to be entered.
function missing_lines(frm) {
	const of_kind = (kind) => (frm.doc.lines || []).filter((line) => line.kind === kind);
	const months = new Set(of_kind("Theme Day").map((line) => line.month));
	const quarters = new Set(of_kind("Party Lecture").map((line) => Math.ceil(line.month / 3)));
	const missing = [];
	for (let month = 1; month <= 12; month++) {
		if (!months.has(month)) missing.push({ month, kind: "Theme Day" });
		if (month % 3 === 0 && !quarters.has(month / 3)) missing.push({ month, kind: "Party Lecture" });
	}
	return missing;
}

function lay_out_year(frm) {
	missing_lines(frm).forEach((line) => frm.add_child("lines", line));
	frm.refresh_field("lines");
	frm.dirty();
}
