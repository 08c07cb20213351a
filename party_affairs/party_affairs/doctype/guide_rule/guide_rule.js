frappe.ui.form.on("Guide Rule", {
	refresh(frm) {
		frm.add_custom_button(__("Findings"), () =>
			frappe.set_route("List", "Compliance Finding", { rule: frm.doc.name })
		);
		show_clause(frm);
	},
});

function show_clause(frm) {
	const { citation, clause_text } = frm.doc;
	if (!clause_text) return;
	const quote = $("<blockquote class='blockquote mb-0'>").css("white-space", "pre-line").text(clause_text);
	$("<footer class='blockquote-footer mt-2'>").text(citation).appendTo(quote);
	frm.get_field("clause_text").$wrapper.empty().append(quote);
}
