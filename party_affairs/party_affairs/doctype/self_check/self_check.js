const SELF_CHECKS = "party_affairs.api.duties.self_checks";
const TICKS = ["Yes", "Partly", "No", "Does Not Apply"];
const COLOURS = { "Not Ticked": "gray", Ticked: "blue", Returned: "orange", Confirmed: "green" };
const APPLICATION = "Six Goods";
const RECORD = "Record on Site";

frappe.ui.form.on("Self Check", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		frm.set_query("recommended_in", () => ({
			filters: { branch: frm.doc.branch || "", docstatus: 1, kind: ["in", ["Member Assembly", "Committee Meeting"]] },
		}));
		frm.set_query("linked_name", "evidence", () => ({ filters: { branch: frm.doc.branch } }));
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		await party_affairs.prefill_branch(frm);
		if (!frm.doc.year) await frm.set_value("year", frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear());
	},

	refresh(frm) {
		for (const table of ["lines", "evidence", "events", "objections"]) frm.set_df_property(table, "hidden", frm.is_new());
		frm.set_df_property("lines", "cannot_add_rows", true);
		frm.set_df_property("lines", "cannot_delete_rows", true);
		if (frm.is_new()) {
			frm.set_intro(__("The questions are filled in when the sheet is saved."), "blue");
			return;
		}
		show_where_it_stands(frm);
		draw_sheet(frm);
		add_buttons_of_branch(frm);
		add_buttons_of_committee(frm);
	},
});

const may_write = (frm) => frm.perm[0] && frm.perm[0].write;
const told = (frm) => frm.doc.__onload || {};

function with_branch(frm, line) {
	if (frm.doc.status === "Being Filled In") return true;
	const was_returned = line.work_state === "Ticked" && line.returned_note;
	return frm.doc.status === "Handed Up" && (line.work_state === "Returned" || was_returned);
}

function show_where_it_stands(frm) {
	frm.set_intro("");
	const { status, line_count, open_count, returned_count, confirmed_count } = frm.doc;
	const ticked = line_count - open_count;
	const said = {
		"Being Filled In": open_count
			? [__("{0} of {1} lines are ticked.", [ticked, line_count]), "orange"]
			: [__("All lines are ticked. Next: hand the sheet up."), "blue"],
		"Handed Up": returned_count
			? [__("{0} lines were returned to the branch.", [returned_count]), "orange"]
			: [__("{0} of {1} lines are confirmed.", [confirmed_count, line_count]), "blue"],
		"In Publicity": [
			__("Public from {0} to {1}.", [frm.doc.publicity_from, frm.doc.publicity_until].map((date) => frappe.datetime.str_to_user(date))),
			"blue",
		],
		"Not Approved": [__("Not Approved"), "red"],
		Withdrawn: [__("Withdrawn"), "gray"],
	};
	const [text, colour] = said[status] || [__(status), "green"];
	frm.set_intro(text, colour);
}

// The sheet itself: a line is one question, what the records show, the tick, the reason, its evidence and its state.

function draw_sheet(frm) {
	const place = frm.get_field("sheet").$wrapper.empty();
	let heading = null;
	const rows = [];
	for (const line of frm.doc.lines) {
		if (line.heading !== heading) {
			heading = line.heading;
			rows.push(`<div class="self-check-heading">${party_affairs.text(heading)}</div>`);
		}
		rows.push(line_html(frm, line));
	}
	const sheet = $(`<div class="self-check">${rows.join("")}</div>`).appendTo(place);
	sheet.on("click", "[data-tick]", (event) => tick(frm, event.currentTarget));
	sheet.on("change", "textarea[data-reason]", (event) => {
		const area = event.currentTarget;
		frappe.model.set_value("Self Check Line", area.dataset.reason, "reason", area.value);
	});
	sheet.on("click", "[data-records]", (event) => {
		event.preventDefault();
		const { records, place: number } = event.currentTarget.dataset;
		const { doctype, filters } = told(frm).links[records][Number(number)];
		frappe.set_route("List", doctype, filters);
	});
	sheet.on("click", "[data-add]", (event) => add_evidence(frm, event.currentTarget.dataset.add));
	sheet.on("click", "[data-remove]", (event) => remove_evidence(frm, event.currentTarget.dataset.remove));
	sheet.on("click", "[data-confirm]", (event) => call(frm, "confirm", { keys: [event.currentTarget.dataset.confirm] }));
	sheet.on("click", "[data-return]", (event) => return_line(frm, event.currentTarget.dataset.return));
}

function line_html(frm, line) {
	const text = party_affairs.text;
	const editable = may_write(frm) && with_branch(frm, line);
	const citation = line.clause ? `<span class="text-muted">${text(line.clause)} ${text(line.citation || "")}</span>` : "";
	return `<div class="self-check-line" data-line="${text(line.name)}">
		<div><div>${text(line.question)}</div><div class="small">${citation}
			${line.typical_evidence ? `<span class="text-muted">${__("Typical Evidence")}：${text(line.typical_evidence)}</span>` : ""}</div></div>
		<div class="small">${records_html(frm, line)}</div>
		<div>${ticks_html(line, editable)}${reason_html(line, editable)}</div>
		<div class="small">${evidence_html(frm, line, editable)}</div>
		<div class="small">${state_html(frm, line)}</div>
	</div>`;
}

function records_html(frm, line) {
	const links = (told(frm).links || {})[line.line_key] || [];
	const said = (line.shown || "").split("\n").filter(Boolean);
	return said
		.map((sentence, place) =>
			links[place]
				? `<div><a href="#" data-records="${line.line_key}" data-place="${place}">${party_affairs.text(sentence)}</a></div>`
				: `<div>${party_affairs.text(sentence)}</div>`
		)
		.join("");
}

function ticks_html(line, editable) {
	if (!editable) return `<b>${line.tick ? __(line.tick) : "—"}</b>`;
	const button = (value) =>
		`<button type="button" class="btn btn-xs ${line.tick === value ? "btn-primary" : "btn-default"}"
			aria-pressed="${line.tick === value}" data-tick="${value}">${__(value)}</button>`;
	return `<div class="self-check-ticks" role="group">${TICKS.map(button).join("")}</div>`;
}

function reason_html(line, editable) {
	const reason = party_affairs.text(line.reason || "");
	if (!editable) return reason ? `<div class="small">${reason}</div>` : "";
	const hidden = (!line.tick || line.tick === "Yes") && !line.reason ? "hidden" : "";
	return `<textarea class="form-control input-xs ${hidden}" rows="2" data-reason="${line.name}"
		aria-label="${__("Reason")}" placeholder="${__("Reason, without naming anybody")}">${reason}</textarea>`;
}

function evidence_html(frm, line, editable) {
	const text = party_affairs.text;
	const rows = (frm.doc.evidence || [])
		.filter((row) => row.line_key === line.line_key)
		.map((row) => {
			const name = row.description || row.linked_name || (row.file || "").split("/").pop();
			const link =
				row.evidence_kind === RECORD
					? frappe.utils.get_form_link(row.linked_doctype, row.linked_name)
					: encodeURI(row.file || "");
			const remove = editable
				? ` <a class="text-muted" role="button" data-remove="${text(row.name)}" aria-label="${__("Remove")}">×</a>`
				: "";
			const kind = row.evidence_kind === RECORD ? __(row.linked_doctype) : __(row.evidence_kind);
			return `<div>${text(kind)}：<a href="${link}" target="_blank">${text(name)}</a>${remove}</div>`;
		});
	if (editable) rows.push(`<a role="button" data-add="${line.line_key}">+ ${__("Add Evidence")}</a>`);
	return rows.join("");
}

function state_html(frm, line) {
	const text = party_affairs.text;
	const parts = [`<span class="indicator-pill ${COLOURS[line.work_state]}">${__(line.work_state)}</span>`];
	if (line.returned_note && line.work_state !== "Confirmed") {
		parts.push(`<div class="text-danger">${text(line.returned_note)}</div>`);
	}
	for (const doubt of (told(frm).doubts || {})[line.line_key] || []) {
		parts.push(`<div class="self-check-doubt">${text(doubt)}</div>`);
	}
	if (told(frm).may_review && ["Handed Up", "Confirmed"].includes(frm.doc.status)) {
		if (told(frm).may_decide && line.work_state === "Ticked" && frm.doc.status === "Handed Up") {
			parts.push(`<button type="button" class="btn btn-xs btn-default" data-confirm="${line.line_key}">${__("Confirm")}</button>`);
		}
		if (["Ticked", "Confirmed"].includes(line.work_state)) {
			parts.push(`<button type="button" class="btn btn-xs btn-default" data-return="${line.line_key}">${__("Return Line")}</button>`);
		}
	}
	return parts.join(" ");
}

function tick(frm, button) {
	const row = $(button).closest("[data-line]");
	const line = frm.doc.lines.find(({ name }) => name === row.attr("data-line"));
	const value = line.tick === button.dataset.tick ? "" : button.dataset.tick;
	frappe.model.set_value("Self Check Line", line.name, "tick", value);
	for (const other of row.find("[data-tick]")) {
		const chosen = other.dataset.tick === value;
		$(other).toggleClass("btn-primary", chosen).toggleClass("btn-default", !chosen).attr("aria-pressed", chosen);
	}
	const reason = row.find("textarea");
	reason.toggleClass("hidden", (!value || value === "Yes") && !reason.val());
	if (value && value !== "Yes") reason.trigger("focus");
}

// Evidence

function add_evidence(frm, line_key) {
	const kinds = [RECORD, "Photo", "File"].map((value) => ({ value, label: __(value) }));
	frappe.prompt(
		{ fieldname: "kind", fieldtype: "Select", label: __("Kind of Evidence"), options: kinds, default: RECORD, reqd: 1 },
		({ kind }) => (kind === RECORD ? add_record(frm, line_key) : upload(frm, line_key, kind)),
		__("Add Evidence"),
		__("Next")
	);
}

function add_record(frm, line_key) {
	const options = frappe.meta.get_docfield("Evidence Link", "linked_doctype").options.split("\n").filter(Boolean);
	const dialog = new frappe.ui.Dialog({
		title: __("Add Evidence"),
		fields: [
			{
				fieldname: "linked_doctype",
				fieldtype: "Select",
				label: __("Kind of Record"),
				options: options.map((value) => ({ value, label: __(value) })),
				default: options[0],
				reqd: 1,
				onchange: () => dialog.set_value("linked_name", ""),
			},
			{
				fieldname: "linked_name",
				fieldtype: "Dynamic Link",
				label: __("Which Record"),
				options: "linked_doctype",
				reqd: 1,
				get_query: () => ({ filters: { branch: frm.doc.branch } }),
			},
			...details(),
		],
		primary_action_label: __("Add"),
		primary_action(values) {
			dialog.hide();
			keep_evidence(frm, { line_key, evidence_kind: RECORD, ...values });
		},
	});
	dialog.show();
}

const details = () => [
	{ fieldname: "description", fieldtype: "Data", label: __("Description") },
	{ fieldname: "about_from", fieldtype: "Date", label: __("About the Time From") },
	{ fieldname: "about_to", fieldtype: "Date", label: __("About the Time To") },
	{ fieldname: "valid_until", fieldtype: "Date", label: __("Valid Until") },
];

function upload(frm, line_key, evidence_kind) {
	new frappe.ui.FileUploader({
		doctype: frm.doctype,
		docname: frm.doc.name,
		allow_multiple: false,
		make_attachments_public: false,
		restrictions: evidence_kind === "Photo" ? { allowed_file_types: ["image/*"] } : {},
		on_success: ({ file_url }) =>
			frappe.prompt(
				details(),
				(values) => keep_evidence(frm, { line_key, evidence_kind, file: file_url, ...values }),
				__("Add Evidence"),
				__("Add")
			),
	});
}

function keep_evidence(frm, values) {
	frm.add_child("evidence", values);
	frm.dirty();
	frm.save();
}

function remove_evidence(frm, name) {
	frappe.confirm(__("Take this evidence away?"), () => {
		frm.doc.evidence = frm.doc.evidence.filter((row) => row.name !== name);
		frm.doc.evidence.forEach((row, place) => (row.idx = place + 1));
		frm.dirty();
		frm.save();
	});
}

// Steps

async function call(frm, step, values = {}) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`${SELF_CHECKS}.${step}`, { sheet: frm.doc.name, ...values });
	frm.reload_doc();
}

function ask(frm, step, fields, title) {
	frappe.prompt(fields, (values) => call(frm, step, values), title, __("Confirm"));
}

const area = (fieldname, label) => ({ fieldname, fieldtype: "Small Text", label, reqd: 1 });
const day = (fieldname, label, reqd = 1) => ({
	fieldname,
	fieldtype: "Date",
	label,
	reqd,
	default: reqd ? frappe.datetime.get_today() : undefined,
});

function return_line(frm, key) {
	ask(frm, "return_line", [{ fieldname: "key", fieldtype: "Data", default: key, hidden: 1 }, area("note", __("What is to be put right"))], __("Return Line"));
}

function add_buttons_of_branch(frm) {
	if (!may_write(frm)) return;
	const { status, kind, open_count } = frm.doc;
	if (status === "Being Filled In") {
		const button = frm.add_custom_button(__("Hand Up"), () => call(frm, "hand_up"));
		if (!open_count) button.addClass("btn-primary");
	}
	if ((frm.doc.lines || []).some((line) => with_branch(frm, line))) {
		frm.add_custom_button(__("Read Records Anew"), () => call(frm, "refresh"));
	}
	if (kind !== APPLICATION) return;
	if (["Handed Up", "Confirmed", "In Publicity"].includes(status)) {
		frm.add_custom_button(__("Withdraw Application"), () =>
			ask(frm, "withdraw", [area("reason", __("Why It Was Withdrawn"))], __("Withdraw Application"))
		);
	}
	if (status === "Withdrawn") frm.add_custom_button(__("Apply Again"), () => call(frm, "apply_again"));
}

function add_buttons_of_committee(frm) {
	const { may_review, may_decide } = told(frm);
	if (!may_review) return;
	const { status, kind } = frm.doc;
	if (may_decide && status === "Handed Up" && frm.doc.lines.some((line) => line.work_state === "Ticked")) {
		frm.add_custom_button(__("Confirm All Ticked"), () =>
			ask(frm, "confirm", [{ ...area("opinion", __("Opinion of the Committee Above")), reqd: 0 }], __("Confirm All Ticked"))
		).addClass("btn-primary");
	}
	if (kind !== APPLICATION) return;
	if (status === "Confirmed") {
		frm.add_custom_button(__("Make Public"), () =>
			ask(
				frm,
				"make_public",
				[day("first", __("Publicity From")), { fieldname: "days", fieldtype: "Int", label: __("Working Days of Publicity"), default: 5, reqd: 1 }],
				__("Make Public")
			)
		).addClass("btn-primary");
	}
	if (status === "In Publicity") add_buttons_of_publicity(frm);
	if (may_decide && ["Handed Up", "Confirmed", "In Publicity"].includes(status)) {
		frm.add_custom_button(__("Enter Decision"), () => decide(frm));
	}
}

function add_buttons_of_publicity(frm) {
	frm.add_custom_button(__("Write Down an Objection"), () =>
		ask(
			frm,
			"add_objection",
			[day("raised_on", __("Raised On")), { fieldname: "raised_by", fieldtype: "Data", label: __("Raised By") }, area("objection", __("Objection"))],
			__("Write Down an Objection")
		)
	);
	frm.add_custom_button(__("Take Publicity Back"), () =>
		ask(frm, "take_publicity_back", [area("reason", __("Reason"))], __("Take Publicity Back"))
	);
	const open = (frm.doc.objections || []).filter((row) => !row.answer);
	if (!open.length) return;
	const options = open.map((row) => ({ value: row.name, label: row.objection }));
	frm.add_custom_button(__("Answer an Objection"), () =>
		ask(
			frm,
			"answer_objection",
			[{ fieldname: "row", fieldtype: "Select", label: __("Objection"), options, default: open[0].name, reqd: 1 }, area("answer", __("Answer"))],
			__("Answer an Objection")
		)
	);
}

function decide(frm) {
	const choices = frm.doc.status === "In Publicity" ? ["Approved", "Not Approved"] : ["Not Approved"];
	ask(
		frm,
		"decide",
		[
			{
				fieldname: "decision",
				fieldtype: "Select",
				label: __("Decision"),
				options: choices.map((value) => ({ value, label: __(value) })),
				default: choices[0],
				reqd: 1,
			},
			day("decided_on", __("Decided On")),
			{ fieldname: "meeting", fieldtype: "Link", label: __("Meeting That Decided"), options: "Party Meeting", get_query: () => ({ filters: { docstatus: 1 } }) },
			{ fieldname: "document_no", fieldtype: "Data", label: __("Document Number") },
			day("term_until", __("Valid Until"), 0),
			{ ...area("note", __("Reason of the Decision")), reqd: 0 },
		],
		__("Enter Decision")
	);
}
