frappe.ui.form.on("Party Post Absence", {
	setup(frm) {
		frm.set_query("party_post", () => ({ filters: { post: "Secretary", status: "In Office" } }));
	},
});
