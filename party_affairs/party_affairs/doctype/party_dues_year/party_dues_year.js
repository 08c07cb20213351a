frappe.ui.form.on("Party Dues Year", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		await party_affairs.prefill_branch(frm);
		if (!frm.doc.year) await frm.set_value("year", party_affairs.this_year());
	},

	refresh(frm) {
		party_affairs.only_own_books(frm);
		frm.set_intro("");
		if (frm.doc.docstatus === 0 && !frm.is_new()) {
			frm.set_intro(
				__(
					"Submit closes the year: after that nothing of {0} can be entered or cancelled. The sums are those of now.",
					[frm.doc.year]
				),
				"blue"
			);
		}
		if (frm.is_new() || frm.doc.docstatus === 2) return;
		for (const [label, report] of [
			[__("Dues Use Ledger"), "Dues Use Ledger"],
			[__("Dues Annual Account"), "Dues Annual Account"],
		]) {
			const { branch, year } = frm.doc;
			frm.add_custom_button(label, () => frappe.set_route("query-report", report, { branch, year }), __("View"));
		}
	},

	before_cancel: (frm) =>
		party_affairs.cancel_with_reason(frm, __("Reason for Reopening"), ({ successor }) =>
			frappe.set_route("Form", "Party Dues Year", successor)
		),
});
