const VOLUMES = "party_affairs.api.archive.volumes.";

frappe.ui.form.on("Archive Volume", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
		frm.set_query("keeper", () => ({ filters: { branch: frm.doc.branch } }));
	},

	async onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) {
			frm.set_value("year", frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear() - 1);
		}
		const kinds = await frappe.xcall(VOLUMES + "kinds_of_material");
		frm.fields_dict.scans.grid.update_docfield_property("belongs_to", "options", kinds);
	},

	refresh(frm) {
		frm.dashboard.clear_headline();
		frm.dashboard.hide_progress();
		if (frm.is_new()) return;
		show_standing(frm);
		const writes = frm.perm[0] && frm.perm[0].write;
		if (frm.doc.status === "Being Bound") follow(frm, writes);
		if (frm.doc.edition) {
			frm.add_custom_button(__("Compare with What Was Bound"), () => verify(frm));
			for (const [kind, label] of [["pdf", __("Volume as PDF")], ["zip", __("Volume as ZIP")]]) {
				frm.add_custom_button(label, () => download(frm, kind), __("Download"));
			}
		}
		if (frm.doc.status === "Bound") frm.add_custom_button(__("Open the Volume Again"), () => open_again(frm));
		if (!writes) return;
		if (frm.doc.status === "Being Collected") {
			frm.add_custom_button(__("Look Again"), () => look_again(frm));
			frm.add_custom_button(__("Bind the Volume"), () => bind(frm)).addClass("btn-primary");
		}
		if (frm.doc.lent_to) {
			frm.add_custom_button(__("Is Back"), () => take(frm, "bring_back"));
		} else if (frm.doc.status !== "Being Bound") {
			frm.add_custom_button(__("Lend"), () => lend(frm));
		}
	},

	after_save(frm) {
		if (frm.doc.status === "Being Collected" && !frm.looked_at) {
			frm.looked_at = true;
			return look_again(frm);
		}
	},
});

async function take(frm, method, values = {}) {
	await frappe.xcall(VOLUMES + method, { volume: frm.doc.name, ...values });
	await frm.reload_doc();
}

function show_standing(frm) {
	const gaps = (frm.doc.contents || []).filter((row) => ["Not There", "Incomplete"].includes(row.standing));
	if (frm.doc.failure) {
		frm.dashboard.set_headline_alert(party_affairs.text(frm.doc.failure), "red");
	} else if ((frm.doc.changes || []).some((row) => row.what !== "Volume Bound") && frm.doc.status === "Bound") {
		frm.dashboard.set_headline_alert(__("Something was changed after the volume was bound: see below."), "orange");
	} else if (gaps.length) {
		const titles = gaps.map((row) => party_affairs.text(row.title)).join("、");
		frm.dashboard.set_headline_alert(__("Missing or incomplete: {0}", [titles]), "orange");
	}
}

function follow(frm, writes) {
	party_affairs.follow_work(
		frm,
		VOLUMES + "progress",
		__("Bind the Volume"),
		__("The binding was broken off before its end. Start it again; nothing was changed.")
	);
	if (writes) frm.add_custom_button(__("Begin Again"), () => take(frm, "bind"));
}

async function look_again(frm) {
	const { gaps } = await frappe.xcall(VOLUMES + "look_again", { volume: frm.doc.name });
	frappe.show_alert({
		message: gaps ? __("{0} kinds of material are missing or incomplete.", [gaps]) : __("Nothing that belongs in the volume is missing."),
		indicator: gaps ? "orange" : "green",
	});
	await frm.reload_doc();
}

async function bind(frm) {
	if (frm.is_dirty()) await frm.save();
	frappe.confirm(
		__("All papers of the year are bound into one PDF and one ZIP. What lies in the volume is then fixed, and later changes are noted in it. Bind the volume?"),
		() => take(frm, "bind")
	);
}

function open_again(frm) {
	frappe.prompt(
		[{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 }],
		(values) => take(frm, "open_again", values),
		__("Open the Volume Again")
	);
}

function lend(frm) {
	frappe.prompt(
		[
			{ fieldname: "lent_to", label: __("Lent To"), fieldtype: "Data", reqd: 1 },
			{ fieldname: "due_on", label: __("Due Back"), fieldtype: "Date", reqd: 1, default: frappe.datetime.add_days(frappe.datetime.get_today(), 14) },
			{ fieldname: "purpose", label: __("Purpose"), fieldtype: "Data" },
		],
		(values) => take(frm, "lend", values),
		__("Lend")
	);
}

async function verify(frm) {
	const found = await frappe.xcall(VOLUMES + "verify", { volume: frm.doc.name });
	const list = (lines) => `<ul>${lines.map((line) => `<li>${party_affairs.text(line)}</li>`).join("")}</ul>`;
	const parts = [
		`<p><b>${found.is_whole ? __("The stored files are those that were bound.") : __("The stored files differ from those that were bound:")}</b></p>`,
		found.is_whole ? "" : list(found.files),
		`<p><b>${found.records.length ? __("Records that differ today:") : __("The records are those that were bound.")}</b></p>`,
		found.records.length ? list(found.records) : "",
		found.supplements ? `<p>${__("{0} supplements were added since and are not in the files yet.", [found.supplements])}</p>` : "",
	];
	frappe.msgprint({ title: __("Compare with What Was Bound"), message: parts.join(""), indicator: found.is_whole ? "green" : "red", wide: true });
}

function download(frm, kind) {
	const query = new URLSearchParams({ volume: frm.doc.name, kind });
	window.open(`/api/method/${VOLUMES}download?${query}`);
}
