const KEY_WORK = "party_affairs.api.duties.key_work";

frappe.ui.form.on("Key Work Point", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { is_group: 1, status: "Active" } }));
		frm.set_query("branch", "branches", () => ({ filters: { status: "Active" } }));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.year) frm.set_value("year", party_affairs.this_year());
		party_affairs.prefill_branch(frm);
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (frm.is_new() || !frm.perm[0].write) return;
		if (frm.doc.status === "Being Prepared") {
			frm.add_custom_button(__("Hand Down"), () => hand_down(frm)).addClass("btn-primary");
			return;
		}
		if (frm.doc.status === "Handed Down") frm.add_custom_button(__("Take the Point Back"), () => take_back(frm));
		show_standing(frm);
	},
});

async function hand_down(frm) {
	if (frm.is_dirty()) await frm.save();
	frappe.confirm(__("What is to be done, by whom and until when is then fixed. Hand it down?"), async () => {
		const number = await frappe.xcall(`${KEY_WORK}.hand_down`, { point: frm.doc.name });
		frappe.show_alert({ message: __("The point went to {0} organisations.", [number]), indicator: "green" });
		frm.reload_doc();
	});
}

function take_back(frm) {
	frappe.confirm(__("Tasks that are still open end. Take the point back?"), async () => {
		await frappe.xcall(`${KEY_WORK}.take_back`, { point: frm.doc.name });
		frm.reload_doc();
	});
}

async function show_standing(frm) {
	const point = frm.doc.name;
	const rows = await frappe.xcall(`${KEY_WORK}.standing`, { point });
	if (frm.doc.name !== point) return;
	frm.fields_dict.standing.$wrapper.html(party_affairs.standing_table(rows, "key-work-task"));
}
