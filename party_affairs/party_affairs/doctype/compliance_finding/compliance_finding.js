frappe.ui.form.on("Compliance Finding", {
	setup(frm) {
		// A line turns green by itself: whoever has it open sees it.
		frappe.realtime.on("party_affairs_checked", ({ branches }) => {
			if (cur_frm === frm && branches.includes(frm.doc.branch)) frm.reload_doc();
		});
	},

	refresh(frm) {
		const is_open = ["Planned", "Due", "Missed"].includes(frm.doc.status);
		if (is_open)
			frm.add_custom_button(__("Do It Now"), () => party_affairs.open_duty_action(frm.doc.name)).addClass("btn-primary");
		frm.add_custom_button(__("The Clause"), () => frappe.set_route("Form", "Guide Rule", frm.doc.rule));
		frm.add_custom_button(__("The Subject"), () =>
			frappe.set_route("Form", frm.doc.subject_doctype, frm.doc.subject)
		);
		show_evidence(frm);
	},
});

async function show_evidence(frm) {
	const finding = frm.doc.name;
	const records = await frappe.xcall("party_affairs.api.duties.evidence.evidence_of", { finding });
	if (frm.doc.name !== finding) return;
	const area = frm.get_field("evidence_html").$wrapper.empty();
	if (!records.length) {
		const counted = parseFloat(frm.doc.found) > 0;
		const sentence = counted
			? __("What was counted is told above; no single record stands for it.")
			: __("No record counts towards this duty yet.");
		$("<p class='text-muted'>").text(sentence).appendTo(area);
		return;
	}
	const list = $("<ul class='list-unstyled'>").appendTo(area);
	for (const record of records) {
		const item = $("<li class='mb-1'>").appendTo(list);
		$("<span class='text-muted mr-2'>").text(__(record.doctype)).appendTo(item);
		$("<a>")
			.attr("href", frappe.utils.get_form_link(record.doctype, record.name))
			.text([record.day, record.title].filter(Boolean).join(" "))
			.appendTo(item);
	}
}
