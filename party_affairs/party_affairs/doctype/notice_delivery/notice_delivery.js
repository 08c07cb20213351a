const NOTICES = "party_affairs.api.duties.notices";

frappe.ui.form.on("Notice Delivery", {
	async refresh(frm) {
		frm.disable_save();
		party_affairs.lower_text_boxes(frm);
		const { needs_acknowledgement, acknowledged_on, status } = frm.doc;
		if (frm.perm[0].write && needs_acknowledgement && !acknowledged_on && status !== "Taken Back") {
			frm.add_custom_button(__("Acknowledge"), () => acknowledge(frm)).addClass("btn-primary");
		}
		const delivery = frm.doc.name;
		const { papers } = await frappe.xcall(`${NOTICES}.open_delivery`, { delivery });
		if (frm.doc.name !== delivery) return;
		show_papers(frm, papers);
	},
});

function acknowledge(frm) {
	const fields = [
		{ fieldname: "remark", fieldtype: "Small Text", label: __("What Was Done With It"), description: __("Such as: passed on at the assembly of 12 March.") },
	];
	const send = async ({ remark }) => {
		await frappe.xcall(`${NOTICES}.acknowledge`, { delivery: frm.doc.name, remark });
		frm.reload_doc();
	};
	frappe.prompt(fields, send, __("Acknowledge"), __("Acknowledge"));
}

function show_papers(frm, papers) {
	const links = papers.map(({ name, title }) => {
		const query = new URLSearchParams({ delivery: frm.doc.name, row: name });
		return `<li><a href="/api/method/${NOTICES}.paper?${query}" target="_blank">${party_affairs.text(title)}</a></li>`;
	});
	frm.fields_dict.papers.$wrapper.html(
		links.length ? `<label class="control-label">${__("Papers")}</label><ul>${links.join("")}</ul>` : ""
	);
}
