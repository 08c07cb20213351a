frappe.ui.form.on("Compliance Report", {
	refresh(frm) {
		const { doc } = frm;
		if (!doc.below_count) return;
		const own = __("Itself: {0} missed, {1} due.", [doc.missed_count, doc.due_count]);
		const below = __("Below ({0} organisations, {1} of them with gaps): {2} missed, {3} due.", [
			doc.below_count,
			doc.below_with_gaps,
			doc.below_missed_count,
			doc.below_due_count,
		]);
		frm.dashboard.set_headline(`${own} ${below}`, doc.below_missed_count ? "red" : "green");
	},
});
