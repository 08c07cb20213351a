const PACKS = "party_affairs.api.archive.packs.";

frappe.ui.form.on("Inspection Pack", {
	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (!frm.is_new()) return;
		const year = frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear();
		if (!frm.doc.from_year) frm.set_value("from_year", year);
		if (!frm.doc.to_year) frm.set_value("to_year", year);
	},

	refresh(frm) {
		frm.dashboard.clear_headline();
		frm.dashboard.hide_progress();
		if (frm.is_new()) return;
		const at_work = frm.doc.status === "In the Making";
		if (frm.doc.failure) frm.dashboard.set_headline_alert(party_affairs.text(frm.doc.failure), "red");
		if (at_work) {
			party_affairs.follow_work(
				frm,
				PACKS + "progress",
				__("Make the Pack"),
				__("The making was broken off before its end. Start it again.")
			);
		}
		if (frm.doc.pdf_file) {
			for (const [kind, label] of [["pdf", __("Pack as PDF")], ["docx", __("Pack as Word")]]) {
				frm.add_custom_button(label, () => download(frm, kind), __("Download"));
			}
		}
		if (!frm.perm[0] || !frm.perm[0].write) return;
		const button = frm.add_custom_button(at_work ? __("Begin Again") : __("Make the Pack"), () => make(frm));
		if (!at_work && !frm.doc.pdf_file) button.addClass("btn-primary");
	},
});

async function make(frm) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(PACKS + "make", { pack: frm.doc.name });
	await frm.reload_doc();
}

function download(frm, kind) {
	const query = new URLSearchParams({ pack: frm.doc.name, kind });
	window.open(`/api/method/${PACKS}download?${query}`);
}
