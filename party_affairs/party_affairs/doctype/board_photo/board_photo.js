const PHOTOS = "party_affairs.api.notice.photos";

frappe.ui.form.on("Board Photo", {
	setup(frm) {
		party_affairs.limit_to_active(frm);
		party_affairs.limit_members(frm, ["member"], "people");
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		const { status } = frm.doc;
		if (frm.is_new()) {
			if (frm.doc.branch) frm.add_custom_button(__("Choose from the Records"), () => choose(frm));
			return;
		}
		if (!frm.perm[0].write) return;
		if (status === "Hanging") frm.add_custom_button(__("Take Down"), () => take_down(frm));
		else frm.add_custom_button(__("Hang Up"), () => hang(frm)).addClass("btn-primary");
	},

	branch(frm) {
		frm.trigger("refresh");
	},
});

async function choose(frm) {
	const rows = await frappe.xcall(`${PHOTOS}.candidates`, { branch: frm.doc.branch });
	if (!rows.length) {
		frappe.msgprint(__("The meetings and welfare activities of the last three years have no photos that are not chosen yet."));
		return;
	}
	const pictures = rows.map(({ photo, caption, day }, number) => {
		const [address, words] = [photo, `${day} ${caption}`].map(frappe.utils.escape_html);
		return `<label class="col-sm-4"><input type="radio" name="photo" value="${number}"> <img src="${address}" alt="${words}" style="max-width: 100%"><br>${words}</label>`;
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Choose from the Records"),
		fields: [{ fieldname: "pictures", fieldtype: "HTML", options: `<div class="row">${pictures.join("")}</div>` }],
		primary_action_label: __("Choose"),
		primary_action() {
			const chosen = dialog.$wrapper.find("input[name=photo]:checked").val();
			if (chosen === undefined) return;
			const { source_doctype, source_name, photo, caption, day } = rows[chosen];
			dialog.hide();
			frm.set_value({ source_doctype, source_name, photo, caption, taken_on: day });
		},
	});
	dialog.show();
}

async function hang(frm) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`${PHOTOS}.hang`, { photo: frm.doc.name });
	frm.reload_doc();
}

function take_down(frm) {
	const fields = [{ fieldname: "reason", fieldtype: "Small Text", label: __("Taken Down Because") }];
	const send = async (values) => {
		await frappe.xcall(`${PHOTOS}.take_down`, { photo: frm.doc.name, ...values });
		frm.reload_doc();
	};
	frappe.prompt(fields, send, __("Take Down"), __("Take Down"));
}
