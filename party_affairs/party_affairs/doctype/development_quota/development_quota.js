frappe.ui.form.on("Development Quota", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.year) frm.set_value("year", party_affairs.this_year());
	},

	async refresh(frm) {
		if (frm.is_new()) return;
		const quota = frm.doc.name;
		const { admitted, prepared, left, given } = await frappe.xcall(
			"party_affairs.api.members.quotas.standing", { quota }
		);
		if (frm.doc.name !== quota) return;
		const rows = [
			[__("Admitted"), admitted],
			[__("Prepared"), prepared],
			[__("Still Left"), left],
			[__("Given to Organisations Below"), given],
		].map(([label, number]) => `<tr><td>${label}</td><td>${number}</td></tr>`);
		frm.fields_dict.standing.$wrapper.html(
			party_affairs.table_html([[__("Of the Quota"), "70%"], [__("Number of People"), "30%"]], rows.join(""))
		);
	},
});
