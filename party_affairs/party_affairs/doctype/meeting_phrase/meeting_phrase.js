frappe.ui.form.on("Meeting Phrase", {
	onload: party_affairs.prefill_branch,
});
