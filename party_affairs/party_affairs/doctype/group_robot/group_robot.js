frappe.ui.form.on("Group Robot", {
	refresh(frm) {
		frm.toggle_display("secret", frm.doc.kind !== "WeCom");
		if (frm.is_new() || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Send a Test Message"), async () => {
			if (frm.is_dirty()) await frm.save();
			const { message } = await frappe.call({
				method: "party_affairs.api.duties.reminders.try_robot",
				args: { name: frm.doc.name },
				freeze: true,
			});
			frappe.msgprint({
				message: frappe.utils.escape_html(message.message),
				indicator: message.is_sent ? "green" : "red",
			});
			frm.reload_doc();
		});
	},

	kind(frm) {
		frm.toggle_display("secret", frm.doc.kind !== "WeCom");
	},
});
