frappe.ui.form.on("Guide Rule", {
	onload(frm) {
		if (frm.is_new()) frm.set_value("is_local", 1);
	},

	refresh(frm) {
		if (frm.doc.is_local) show_whether_it_runs(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Findings"), () =>
			frappe.set_route("List", "Compliance Finding", { rule: frm.doc.name })
		);
		show_clause(frm);
	},
});

// A script that is written and does not run says why.
async function show_whether_it_runs(frm) {
	const sentence = await frappe.xcall("party_affairs.api.duties.local_rules.whether_scripts_run");
	frm.fields_dict.script_note.$wrapper.html(`<p class="text-muted small">${party_affairs.text(sentence)}</p>`);
	if (!frm.is_new() && frappe.user.has_role("System Manager")) {
		frm.add_custom_button(__("Try It"), async () => {
			const answer = await frappe.xcall("party_affairs.api.duties.local_rules.try_rule", { rule: frm.doc.name });
			frappe.msgprint({ title: __("Try It"), message: answer.map(party_affairs.text).join("<br>") });
		});
	}
}

function show_clause(frm) {
	const { citation, clause_text, is_local } = frm.doc;
	if (!clause_text || is_local) return;
	const quote = $("<blockquote class='blockquote mb-0'>").css("white-space", "pre-line").text(clause_text);
	$("<footer class='blockquote-footer mt-2'>").text(citation).appendTo(quote);
	frm.get_field("clause_text").$wrapper.empty().append(quote);
}
