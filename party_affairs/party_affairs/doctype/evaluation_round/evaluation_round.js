const ROUNDS = "party_affairs.api.evaluation.rounds";
const ROUND_PAPERS = { Publicity: ["Evaluation Publicity Notice"], Final: ["Evaluation Publicity Notice"] };

frappe.ui.form.on("Evaluation Round", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		frm.set_query("scheme_version", () => ({ filters: { standing: ["in", ["Example", "Adopted"]] } }));
		frm.set_query("decided_in", () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }));
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) frm.set_value("year", party_affairs.this_year());
	},

	refresh(frm) {
		for (const name of ["stages_view", "sheets_view"]) frm.get_field(name).$wrapper.empty();
		if (frm.is_new()) return;
		if (frm.doc.is_example) frm.dashboard.set_headline(__("By an example scheme that no resolution has adopted."), "orange");
		show_round(frm);
	},
});

async function show_round(frm) {
	const round = frm.doc.name;
	const standing = await frappe.xcall(`${ROUNDS}.standing`, { round });
	if (frm.doc.name !== round) return;
	show_stages(frm, standing);
	show_sheets(frm, standing);
	if (standing.may_conduct) add_steps(frm, standing);
	if (standing.sheets.some((sheet) => !sheet.docstatus) && ["Being Prepared", "Review"].includes(frm.doc.stage)) {
		frm.add_custom_button(__("Judge All Sheets"), () => judge_all(frm));
	}
	if (standing.sheets.length) {
		const papers = ["Evaluation Sheets of the Round", ...(ROUND_PAPERS[frm.doc.stage] || [])];
		for (const name of papers) frm.add_custom_button(__(name), () => open_paper(frm, name), __("Papers of the Evaluation"));
	}
}

function open_paper(frm, format) {
	const query = new URLSearchParams({ doctype: frm.doctype, name: frm.doc.name, format, no_letterhead: 1 });
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
}

function show_stages(frm, { stages }) {
	const reached = stages.indexOf(frm.doc.stage);
	const days = {
		"Self-Evaluation": frm.doc.self_evaluation_until && __("until {0}", [frappe.datetime.str_to_user(frm.doc.self_evaluation_until)]),
		Publicity:
			frm.doc.publicity_from &&
			`${frappe.datetime.str_to_user(frm.doc.publicity_from)} – ${frappe.datetime.str_to_user(frm.doc.publicity_until)}`,
		Final: frm.doc.finalised_on && frappe.datetime.str_to_user(frm.doc.finalised_on),
	};
	const row = $("<ol class='evaluation-stages'>").appendTo(frm.get_field("stages_view").$wrapper);
	stages.forEach((stage, place) => {
		const state = place < reached || frm.doc.stage === "Final" ? "is-done" : place === reached ? "is-now" : "";
		const item = $(`<li class="${state}">`).appendTo(row);
		if (place === reached) item.attr("aria-current", "step");
		$("<b>").text(__(stage)).appendTo(item);
		if (days[stage]) $("<span>").text(days[stage]).appendTo(item);
	});
}

function show_sheets(frm, { sheets, hidden, judging, objections }) {
	const area = frm.get_field("sheets_view").$wrapper;
	if (judging.of) {
		$("<p class='text-muted'>").text(__("Judged: {0} of {1} criteria", [judging.judged, judging.of])).appendTo(area);
	}
	if (hidden) {
		$("<p class='text-muted'>")
			.text(__("{0} sheets of members are read within their branch; the distribution is in the report.", [hidden]))
			.appendTo(area);
	}
	if (sheets.length) {
		const body = sheets.map((sheet) => {
			const link = frappe.utils.get_form_link("Evaluation", sheet.name);
			const result = sheet.unjudged ? __("{0} to be judged", [sheet.unjudged]) : "★".repeat(sheet.stars) || sheet.band || "";
			const self = sheet.self_evaluated_on ? "✓" : "";
			return `<tr><td><a href="${link}">${party_affairs.text(sheet.subject_name)}</a></td>
				<td>${party_affairs.text(result)}</td><td class="text-center">${self}</td></tr>`;
		});
		const heads = [[__("Subject Name"), "45%"], [__("Stars"), "35%"], [__("Self-Evaluation"), "20%"]];
		$(party_affairs.table_html(heads, body.join(""))).appendTo(area);
	} else if (!hidden) {
		$("<p>").text(__("There are no sheets yet. Let the records be measured first.")).appendTo(area);
	}
	if (objections.length) {
		const body = objections.map((row) => {
			const link = frappe.utils.get_form_link("Evaluation", row.sheet);
			const who = row.is_unnamed ? __("Unnamed") : row.raised_by || "";
			return `<tr><td><a href="${link}">${party_affairs.text(row.subject_name)}</a></td><td>${party_affairs.text(who)}</td>
				<td>${party_affairs.text(row.objection)}</td><td>${party_affairs.text(row.answer || __("To be answered"))}</td></tr>`;
		});
		const heads = [[__("About"), "15%"], [__("Raised By"), "15%"], [__("Objection"), "35%"], [__("Answer"), "35%"]];
		$("<h6>").text(__("Objections During Publicity")).appendTo(area);
		$(party_affairs.table_html(heads, body.join(""))).appendTo(area);
	}
}

// The next step alone, and beside it the one that reads the records again.
function add_steps(frm, standing) {
	const { stage } = frm.doc;
	const next = {
		"Being Prepared": !standing.sheets.length && !standing.hidden ? measure : standing.self_evaluation ? open_self_evaluation : begin_review,
		"Self-Evaluation": begin_review,
		Review: publish,
		Publicity: standing.publicity_over && standing.may_finish ? finish : null,
		Final: standing.to_freeze && standing.may_finish ? finish_sheets : null,
	}[stage];
	if (next) next(frm, standing, true);
	if (["Being Prepared", "Self-Evaluation", "Review"].includes(stage) && next !== measure) measure(frm);
	if (stage === "Publicity" || (stage === "Final" && standing.may_finish)) return_to_review(frm);
}

async function take(frm, step, args = {}) {
	if (frm.is_dirty()) await frm.save();
	const answer = await frappe.xcall(`${ROUNDS}.${step}`, { round: frm.doc.name, ...args });
	if (answer && answer.message) frappe.show_alert({ message: answer.message, indicator: answer.queued ? "blue" : "green" });
	await frm.reload_doc();
}

function step_button(frm, label, is_next, act) {
	const button = frm.add_custom_button(label, act);
	if (is_next) button.removeClass("btn-default").addClass("btn-primary");
}

function measure(frm, _standing, is_next) {
	step_button(frm, __("Measure the Records"), is_next, () =>
		frappe.prompt(
			{ fieldname: "as_of", fieldtype: "Date", label: __("Measured As Of"), default: frappe.datetime.get_today(), reqd: 1 },
			(values) => take(frm, "measure", values),
			__("Measure the Records")
		)
	);
}

function open_self_evaluation(frm, _standing, is_next) {
	step_button(frm, __("Open the Self-Evaluation"), is_next, () =>
		frappe.prompt(
			{ fieldname: "until", fieldtype: "Date", label: __("Self-Evaluation Until"), default: frappe.datetime.add_days(frappe.datetime.get_today(), 7), reqd: 1 },
			(values) => take(frm, "open_self_evaluation", values),
			__("Open the Self-Evaluation")
		)
	);
}

function begin_review(frm, standing, is_next) {
	step_button(frm, __("Begin the Review"), is_next, () => {
		const missing = standing.sheets.filter((sheet) => !sheet.self_evaluated_on).length;
		if (frm.doc.stage !== "Self-Evaluation" || !missing) return take(frm, "begin_review");
		return frappe.confirm(__("{0} have not evaluated themselves yet, and cannot afterwards. Begin the review?", [missing]), () =>
			take(frm, "begin_review")
		);
	});
}

function publish(frm, standing, is_next) {
	step_button(frm, __("Publish the Results"), is_next, () =>
		frappe.prompt(
			[
				{ fieldname: "first_day", fieldtype: "Date", label: __("Publicity From"), default: frappe.datetime.get_today(), reqd: 1,
					description: __("For {0} working days, names with stars in the order of the roster.", [standing.publicity_days]) },
				{ fieldname: "where", fieldtype: "Data", label: __("Published Where"), default: frm.doc.publicised_where || __("Notice board of the branch"), reqd: 1 },
				{ fieldname: "contact", fieldtype: "Data", label: __("Where Objections Go"), default: frm.doc.contact_for_objections, reqd: 1 },
			],
			(values) => take(frm, "publish", values),
			__("Publish the Results")
		)
	);
}

function return_to_review(frm) {
	const is_final = frm.doc.stage === "Final";
	const label = is_final ? __("Evaluate Who Is Missing") : __("Judge Again");
	const description = is_final ? __("Final results stay. Who was left out is measured, judged, published and decided on.") : "";
	frm.add_custom_button(label, () =>
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Returned Because"), reqd: 1, description },
			(values) => take(frm, "return_to_review", values),
			label
		)
	);
}

function finish(frm, _standing, is_next) {
	step_button(frm, __("Make the Results Final"), is_next, () =>
		frappe.prompt(
			{ fieldname: "meeting", fieldtype: "Link", options: "Party Meeting", label: __("Decided in the Meeting"), default: frm.doc.decided_in, reqd: 1,
				get_query: () => ({ filters: { branch: frm.doc.branch, docstatus: 1 } }),
				description: __("Final results change no more.") },
			(values) => take(frm, "finish", values),
			__("Make the Results Final")
		)
	);
}

// A job that made many sheets final may have broken off.
function finish_sheets(frm, standing, is_next) {
	step_button(frm, __("Make the Remaining {0} Sheets Final", [standing.to_freeze]), is_next, () => take(frm, "finish_sheets"));
}

// One page for all sheets: a member (or branch) a card on the phone, a row on the desk; a criterion at a time or all of them.
async function judge_all(frm) {
	const asked = await frappe.xcall(`${ROUNDS}.to_judge`, { round: frm.doc.name });
	const cells = {};
	for (const cell of asked.cells) cells[`${cell.sheet}|${cell.criterion_key}`] = cell;
	const dialog = new frappe.ui.Dialog({
		title: __("Judge All Sheets"),
		size: "extra-large",
		static: true,
		primary_action_label: __("Save"),
		primary_action: () => save_judgements(frm, dialog),
		secondary_action_label: __("Close"),
		secondary_action: () => leave_judging(dialog),
	});
	dialog.$wrapper.on("keydown", (event) => {
		if (event.key === "Escape") leave_judging(dialog);
	});
	const area = $("<div class='judge-grid'>").appendTo(dialog.$body);
	$("<p class='text-muted'>").text(__("Points with a reason. What you leave as it is is not saved.")).appendTo(area);
	for (const criterion of asked.criteria) {
		const part = $("<section>").appendTo(area);
		$("<h6>").text(criterion.line === "Veto" ? criterion.title : `${criterion.title}（${__("at most {0}", [criterion.max_points || "∞"])}）`).appendTo(part);
		if (criterion.guidance) $("<p class='text-muted small'>").text(criterion.guidance).appendTo(part);
		if (!criterion.may) $("<p class='small text-warning'>").text(__("Judged by the {0}.", [__(criterion.judge)])).appendTo(part);
		for (const sheet of asked.sheets) judge_row(part, sheet, criterion, cells[`${sheet.name}|${criterion.criterion_key}`]);
	}
	if (!asked.criteria.length) $("<p>").text(__("Nothing on these sheets is judged by a person.")).appendTo(area);
	dialog.show();
}

// What was typed and not saved is not thrown away unasked.
function leave_judging(dialog) {
	if (!dialog.$body.find(".judge-row.is-changed").length) return dialog.hide();
	frappe.confirm(__("What you have typed is not saved. Leave it?"), () => dialog.hide());
}

function judge_row(part, sheet, criterion, cell) {
	if (!cell) return;
	const row = $("<div class='judge-row'>").attr({ "data-sheet": sheet.name, "data-key": criterion.criterion_key }).appendTo(part);
	const id = `judge-${sheet.name}-${criterion.criterion_key}`;
	$("<label>").attr("for", id).text(sheet.subject_name).appendTo(row);
	const may = criterion.may && !sheet.is_own;
	let input;
	if (criterion.line === "Veto") {
		input = $("<input type='checkbox' class='judge-holds'>").prop("checked", Boolean(cell.holds));
	} else {
		input = $("<input type='number' inputmode='decimal' step='any' min='0' class='form-control input-sm judge-points'>")
			.val(cell.judged_by ? cell.points : "")
			.attr("max", criterion.max_points || null);
	}
	input.attr({ id }).prop("disabled", !may).appendTo(row);
	$("<input type='text' class='form-control input-sm judge-basis'>")
		.val(cell.basis || "")
		.attr({ placeholder: __("Reason"), "aria-label": `${sheet.subject_name} ${__("Reason")}` })
		.prop("disabled", !may)
		.appendTo(row);
	if (cell.self_points || cell.self_basis) {
		$("<div class='small text-muted judge-self'>")
			.text(`${__("Self-Evaluation")}：${[cell.self_points, cell.self_basis].filter(Boolean).join("，")}`)
			.appendTo(row);
	}
	if (sheet.is_own) $("<div class='small text-muted judge-self'>").text(__("Nobody judges himself.")).appendTo(row);
	row.data("before", state_of(row));
	row.find("input").on("input change", () => row.toggleClass("is-changed", state_of(row) !== row.data("before")));
}

const state_of = (row) =>
	JSON.stringify([row.find(".judge-points").val() ?? "", Boolean(row.find(".judge-points")[0]?.validity.badInput), row.find(".judge-holds").prop("checked") || false, row.find(".judge-basis").val() || ""]);

// Criterion by criterion, so that a refusal belongs to one cell and all others are saved.
async function save_judgements(frm, dialog) {
	const rows = dialog.$body.find(".judge-row.is-changed").toArray().map((element) => $(element));
	if (!rows.length) return dialog.hide();
	dialog.$body.find(".judge-refused").remove();
	const refuse = (row, why) => $("<div class='judge-refused text-danger small'>").text(why).appendTo(row);
	const saved = new Set();
	const of_criterion = {};
	for (const row of rows) {
		if (lacks_points(row)) refuse(row, __("Give the points in digits, for none 0."));
		else (of_criterion[row.attr("data-key")] ||= []).push(row);
	}
	for (const part of Object.values(of_criterion)) {
		const answer = await frappe.xcall(`${ROUNDS}.judge`, { round: frm.doc.name, judgements: part.map(judgement_of) });
		for (const name of answer.saved) saved.add(name);
		for (const row of part) {
			const why = answer.refused[row.attr("data-sheet")];
			if (why) refuse(row, why);
			else row.removeClass("is-changed").data("before", state_of(row));
		}
	}
	if (saved.size) frappe.show_alert({ message: __("{0} sheets were saved.", [saved.size]), indicator: "green" });
	const refused = dialog.$body.find(".judge-refused");
	if (refused.length) refused[0].scrollIntoView({ block: "center" });
	else dialog.hide();
	frm.reload_doc();
}

// A reason without points is not yet a judgement; neither is what is no number, of which the browser tells nothing but that.
function lacks_points(row) {
	const points = row.find(".judge-points");
	if (!points.length || points.val() !== "") return false;
	return points[0].validity.badInput || Boolean(row.find(".judge-basis").val().trim());
}

const judgement_of = (row) => ({
	sheet: row.attr("data-sheet"),
	criterion_key: row.attr("data-key"),
	points: row.find(".judge-points").val() ?? "",
	holds: row.find(".judge-holds").prop("checked") ? 1 : 0,
	basis: row.find(".judge-basis").val(),
});
