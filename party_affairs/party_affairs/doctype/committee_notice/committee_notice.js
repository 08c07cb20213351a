const NOTICES = "party_affairs.api.duties.notices";

frappe.ui.form.on("Committee Notice", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { is_group: 1, status: "Active" } }));
		frm.set_query("branch", "addressees", () => ({ filters: { status: "Active" } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		if (frm.is_new() || !frm.perm[0].write) return;
		const buttons = {
			"Being Prepared": () => frm.add_custom_button(__("Send Down"), () => send(frm)).addClass("btn-primary"),
			Sent() {
				if (frm.doc.needs_acknowledgement) {
					frm.add_custom_button(__("Remind Those Who Are Missing"), () => remind(frm));
				}
				frm.add_custom_button(__("Take the Notice Back"), () => take_back(frm));
			},
		};
		buttons[frm.doc.status]?.();
		if (frm.doc.status !== "Being Prepared") show_standing(frm);
	},
});

async function send(frm) {
	if (frm.is_dirty()) await frm.save();
	frappe.confirm(__("Text, papers and receivers are then fixed. Send the notice?"), async () => {
		const number = await frappe.xcall(`${NOTICES}.send`, { notice: frm.doc.name });
		frappe.show_alert({ message: __("The notice went to {0} organisations.", [number]), indicator: "green" });
		frm.reload_doc();
	});
}

async function remind(frm) {
	const message = await frappe.xcall(`${NOTICES}.remind`, { notice: frm.doc.name });
	frappe.show_alert({ message, indicator: "green" });
}

function take_back(frm) {
	frappe.confirm(__("Nobody is asked for it any more, and the organisations see that it was taken back. Take it back?"), async () => {
		await frappe.xcall(`${NOTICES}.take_back`, { notice: frm.doc.name });
		frm.reload_doc();
	});
}

async function show_standing(frm) {
	const notice = frm.doc.name;
	const rows = await frappe.xcall(`${NOTICES}.standing`, { notice });
	if (frm.doc.name !== notice) return;
	frm.fields_dict.standing.$wrapper.html(party_affairs.standing_table(rows, "notice-delivery"));
}
