const STATES = {
	done: { colour: "green", mark: "✓" },
	late: { colour: "red", mark: "!" },
	open: { colour: "orange", mark: "○" },
	coming: { colour: "gray", mark: "·" },
	not_asked: { colour: "gray", mark: "–" },
};
const text = (value) => party_affairs.text(value);
const shown_day = (day) => text(frappe.datetime.str_to_user(day));

frappe.ui.form.on("Party Development Case", {
	setup(frm) {
		frm.set_query("member", () => ({
			filters: { stage: ["!=", "Full Member"], status: ["in", ["On Register", "Floating"]] },
		}));
		const full_members = () => ({
			filters: {
				branch: frm.doc.branch || "",
				stage: "Full Member",
				status: ["in", ["On Register", "Floating"]],
				name: ["!=", frm.doc.member || ""],
			},
		});
		frm.set_query("member", "sponsors", full_members);
		frm.set_query("investigator", "investigations", full_members);
		frm.set_query("meeting", "steps", (doc, cdt, cdn) => meetings_for(frm, kinds_of(frm, locals[cdt][cdn].step)));
		frm.set_query("extension_meeting", () => meetings_for(frm, ["member_assembly"]));
	},

	onload(frm) {
		// The rules name the steps; a row is neither added nor taken out.
		frm.set_df_property("steps", "cannot_add_rows", true);
		frm.set_df_property("steps", "cannot_delete_rows", true);
	},

	async refresh(frm) {
		frm.toggle_display(["steps_tab", "papers_tab"], !frm.is_new());
		if (frm.is_new()) {
			frm.get_field("overview_html").html("");
			return;
		}
		const name = frm.doc.name;
		const progress = await frappe.xcall("party_affairs.api.members.development.progress", { case: name });
		if (frm.doc.name !== name) return;
		frm.progress = progress;
		show_progress(frm, progress);
		add_buttons(frm, progress);
	},
});

const steps_in = (progress) => progress.phases.flatMap((phase) => phase.steps);

const kinds_of = (frm, step) =>
	(frm.progress && steps_in(frm.progress).find((row) => row.step === step)?.meeting_kinds) || [];

const KIND_LABELS = { committee_meeting: "Committee Meeting", member_assembly: "Member Assembly" };

function meetings_for(frm, kinds) {
	const filters = { branch: frm.doc.branch || "", docstatus: 1 };
	if (kinds.length) filters.kind = ["in", kinds.map((kind) => KIND_LABELS[kind])];
	return { filters };
}

// The overview

function show_progress(frm, progress) {
	const parts = [next_html(frm, progress), phases_html(progress), notes_html(progress)];
	frm.get_field("overview_html").html(`<div class="mb-3">${parts.join("")}</div>`);
	frm.get_field("overview_html").$wrapper.find("[data-step]").on("click", (event) => {
		event.preventDefault();
		record_step(frm, progress, event.currentTarget.dataset.step);
	});
}

function next_html(frm, progress) {
	const next = steps_in(progress).find((row) => row.step === frm.doc.next_step);
	if (frm.doc.status === "Terminated") {
		const day = shown_day(frm.doc.ended_on);
		return `<p class="indicator red">${__("Terminated on {0}: {1}", [day, text(frm.doc.end_reason)])}</p>`;
	}
	if (!next) return `<p class="indicator green">${__("All steps are done and the papers are archived.")}</p>`;
	const days = [];
	if (next.earliest) days.push(__("not before {0}", [shown_day(next.earliest)]));
	if (next.due) days.push(__("due by {0}", [shown_day(next.due)]));
	const late = next.state === "late" ? "red" : "orange";
	const article = __("Rules of {0}, article {1}", [progress.edition, next.article]);
	return `<div class="h5 mb-3"><span class="indicator ${late}"></span>${__("Next Step")}：
		<b>${text(next.label)}</b>
		<span class="text-muted small ml-2">${[text(next.handled_by), ...days, article].join(" · ")}</span></div>`;
}

function phases_html(progress) {
	const column = (phase, place) => `
		<div class="col-sm mb-3" style="min-width: 190px">
			<div class="mb-2 pb-1 font-weight-bold border-bottom">
				<span class="indicator ${phase_colour(phase)}"></span>${place + 1}. ${text(phase.label)}</div>
			${phase.steps.map((row) => step_html(row)).join("")}
		</div>`;
	return `<div class="row">${progress.phases.map(column).join("")}</div>`;
}

function phase_colour(phase) {
	if (phase.is_done) return "green";
	return phase.steps.some((row) => ["open", "late", "done"].includes(row.state)) ? "orange" : "gray";
}

function step_html(row) {
	const { colour, mark } = STATES[row.state];
	const can_be_taken = ["open", "late"].includes(row.state);
	const label = can_be_taken ? `<a href="#" data-step="${text(row.step)}">${text(row.label)}</a>` : text(row.label);
	const papers = row.missing_papers.length;
	const lacking = papers
		? `<span class="small text-danger" title="${text(row.missing_papers.join("、"))}">${__("{0} papers missing", [papers])}</span>`
		: "";
	return `<div class="mb-1 ${["coming", "not_asked"].includes(row.state) ? "text-muted" : ""}"
			title="${text(__("Article {0}, {1}", [row.article, row.handled_by]))}">
		<span class="text-${{ green: "success", red: "danger", orange: "warning" }[colour] || "muted"}"
			style="display: inline-block; width: 1em">${mark}</span>
		${label} <span class="small text-muted text-nowrap">${day_of(row)}</span> ${lacking}</div>`;
}

function day_of(row) {
	if (row.done_on) return shown_day(row.done_on);
	if (row.state === "not_asked") return __("not asked");
	if (row.due) return __("due by {0}", [shown_day(row.due)]);
	return row.state === "open" && row.earliest ? __("not before {0}", [shown_day(row.earliest)]) : "";
}

function notes_html(progress) {
	const notes = progress.warnings.map((warning) => `<li>${warning}</li>`);
	if (progress.missed_investigations.length) {
		const periods = progress.missed_investigations.join("、");
		notes.push(`<li>${__("No investigation in: {0} (half-yearly, articles 11 and 30).", [text(periods)])}</li>`);
	}
	if (!notes.length) return "";
	return `<div class="alert alert-warning mb-0"><b>${__("To Be Put Right")}</b><ul class="mb-0 pl-4">${notes.join("")}</ul></div>`;
}

// Recording a step

function add_buttons(frm, progress) {
	if (frm.doc.member) {
		frm.add_custom_button(__("Member Record"), () => frappe.set_route("Form", "Party Member", frm.doc.member));
	}
	const open = steps_in(progress).filter((row) => ["open", "late"].includes(row.state));
	if (!open.length || !frm.perm[0]?.write) return;
	const button = frm.add_custom_button(__("Record Step"), () => record_step(frm, progress, open[0].step));
	button.removeClass("btn-default").addClass("btn-primary");
}

function record_step(frm, progress, chosen) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Please save the case first."));
		return;
	}
	const steps = steps_in(progress);
	const open = steps.filter((row) => ["open", "late"].includes(row.state));
	const step = () => steps.find((row) => row.step === dialog.get_value("step"));
	const votes = ["eligible", "present", "in_favour", "against", "abstained"];
	const case_fields = [...new Set(open.flatMap((row) => row.case_fields))];
	const field_of_case = (fieldname) => {
		const { label, fieldtype, options } = frappe.meta.get_docfield(frm.doctype, fieldname);
		return { fieldname, label: __(label), fieldtype, options, default: frm.doc[fieldname] };
	};
	const number = (fieldname, label) => ({ fieldname, label, fieldtype: "Int", non_negative: 1 });
	const dialog = new frappe.ui.Dialog({
		title: __("Record Step"),
		fields: [
			{
				fieldname: "step",
				label: __("Step"),
				fieldtype: "Select",
				options: open.map((row) => ({ value: row.step, label: row.label })),
				default: chosen,
				reqd: 1,
				change: () => arrange(),
			},
			{
				fieldname: "meeting",
				label: __("Meeting"),
				fieldtype: "Link",
				options: "Party Meeting",
				get_query: () => meetings_for(frm, step()?.meeting_kinds || []),
				change: () => take_from_meeting(),
			},
			{ fieldname: "done_on", label: __("Done On"), fieldtype: "Date" },
			{ fieldname: "document_no", label: __("Document No."), fieldtype: "Data" },
			...case_fields.map(field_of_case),
			{ fieldname: "votes_section", fieldtype: "Section Break", label: __("Vote") },
			number("eligible", __("Voters Expected")),
			number("in_favour", __("In Favour")),
			number("written_in_favour", __("Written Opinions in Favour")),
			{ fieldtype: "Column Break" },
			number("present", __("Voters Present")),
			number("against", __("Against")),
			number("abstained", __("Abstained")),
			{ fieldtype: "Section Break" },
			{ fieldname: "remarks", label: __("Remarks"), fieldtype: "Small Text" },
		],
		primary_action_label: __("Record"),
		primary_action(values) {
			frappe.call({
				method: "party_affairs.api.members.development.record_step",
				args: { case: frm.doc.name, ...values },
				callback({ message: next }) {
					dialog.hide();
					frappe.show_alert({
						message: next
							? __("Recorded. Next step: {0}", [__(next)])
							: __("Recorded. All steps are done."),
						indicator: "green",
					});
					frm.reload_doc();
				},
			});
		},
	});
	const arrange = () => {
		const row = step();
		if (!row) return;
		dialog.set_df_property("meeting", "hidden", !row.meeting_kinds.length);
		dialog.set_df_property("document_no", "hidden", !row.needs_document);
		dialog.set_df_property("document_no", "reqd", row.needs_document === "block");
		[...votes, "votes_section"].forEach((fieldname) => dialog.set_df_property(fieldname, "hidden", !row.needs_vote));
		dialog.set_df_property("written_in_favour", "hidden", !row.counts_written);
		case_fields.forEach((name) => dialog.set_df_property(name, "hidden", !row.case_fields.includes(name)));
		const days = [];
		if (row.earliest) days.push(__("not before {0}", [frappe.datetime.str_to_user(row.earliest)]));
		if (row.due) days.push(__("due by {0}", [frappe.datetime.str_to_user(row.due)]));
		dialog.set_df_property("done_on", "description", days.join("，"));
	};
	const take_from_meeting = async () => {
		const meeting = dialog.get_value("meeting");
		if (!meeting) return;
		const { message } = await frappe.db.get_value("Party Meeting", meeting, "meeting_date");
		dialog.set_value("done_on", message.meeting_date);
		if (!step().needs_vote) return;
		const { eligible, present } = await frappe.xcall("party_affairs.api.members.development.voters_of", { meeting });
		dialog.set_values({ eligible, present, in_favour: present });
	};
	dialog.show();
	arrange();
}
