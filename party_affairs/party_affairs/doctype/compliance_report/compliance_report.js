const REPORTS = "party_affairs.api.duties.reports";
const STATUS_COLOURS = { "Handed Up": "blue", Returned: "orange", Acknowledged: "green", Corrected: "gray", Filed: "gray" };

frappe.ui.form.on("Compliance Report", {
	setup(frm) {
		for (const doctype of [frm.doctype, "Compliance Report Clause", "Compliance Report Line"])
			party_affairs.show_in_words(doctype, ["period_key"], party_affairs.period_text);
	},

	refresh(frm) {
		show_where_it_stands(frm);
		add_buttons(frm);
	},
});

// The figures above the form; a committee's count everything below it.
function headline({ doc }) {
	const parts = [];
	if (doc.below_count) {
		parts.push(__("Missed in all: {0}.", [doc.all_missed_count]));
		parts.push(__("Itself: {0} missed, {1} due.", [doc.missed_count, doc.due_count]));
		parts.push(
			__("Below ({0} organisations, {1} of them with gaps): {2} missed, {3} due.", [
				doc.below_count,
				doc.below_with_gaps,
				doc.below_missed_count,
				doc.below_due_count,
			])
		);
		if (doc.below_silent_count) parts.push(__("{0} of them have been silent for long.", [doc.below_silent_count]));
	}
	if (doc.previous) {
		const arrow = Math.sign(doc.missed_count - doc.previous_missed_count);
		parts.push(
			__("Beside the report before: missed {0} → {1} {2}; {3} newly missed, {4} made good.", [
				doc.previous_missed_count,
				doc.missed_count,
				["↓", "→", "↑"][arrow + 1],
				doc.new_missed_count,
				doc.made_good_count,
			])
		);
	}
	return parts.join(" ");
}

function show_where_it_stands(frm) {
	frm.set_intro("");
	const { doc } = frm;
	const day = frappe.datetime.str_to_user;
	const said = {
		"Handed Up": doc.acknowledge_by && __("Handed up; to be acknowledged or returned by {0}.", [day(doc.acknowledge_by)]),
		Returned: __("Returned for correction by {0}: {1}", [day(doc.correct_by), party_affairs.text(doc.return_remark || "")]),
		Acknowledged: __("Acknowledged on {0}. {1}", [
			day((doc.acknowledged_on || "").split(" ")[0]),
			party_affairs.text(doc.acknowledge_remark || ""),
		]),
		Corrected: __("A corrected version has taken the place of this report."),
	}[doc.status];
	const unmailed = (doc.__onload || {}).unmailed;
	const sentences = [headline(frm), said, unmailed].filter(Boolean);
	if (sentences.length) frm.set_intro(sentences.join("<br>"), STATUS_COLOURS[doc.status]);
}

function add_buttons(frm) {
	const { doc } = frm;
	const told = doc.__onload || {};
	if (doc.docstatus !== 1) return;
	if (told.may_review && doc.status === "Handed Up") {
		frm.add_custom_button(__("Acknowledge"), () => acknowledge(frm)).addClass("btn-primary");
		frm.add_custom_button(__("Return for Correction"), () => return_report(frm));
	}
	if (told.may_answer) {
		if (doc.status === "Returned") {
			frm.add_custom_button(__("Hand Up Corrected"), () => correct(frm)).addClass("btn-primary");
		}
		if (["Handed Up", "Returned", "Filed"].includes(doc.status) && (doc.clauses || []).length) {
			frm.add_custom_button(__("Explain a Clause"), () => explain(frm));
		}
	}
	if (doc.below_count) {
		frm.add_custom_button(__("Matrix as Workbook"), () =>
			window.open(`/api/method/${REPORTS}.matrix?${new URLSearchParams({ report: doc.name })}`)
		);
	}
	for (const [label, name] of [
		[__("Corrected Version"), doc.replaced_by],
		[__("Version before It"), doc.replaces],
	]) {
		if (name) frm.add_custom_button(label, () => frappe.set_route("Form", doc.doctype, name));
	}
}

async function call(frm, step, values) {
	const answer = await frappe.xcall(`${REPORTS}.${step}`, { report: frm.doc.name, ...values });
	await frm.reload_doc();
	return answer;
}

function acknowledge(frm) {
	frappe.prompt(
		[{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark of the Committee") }],
		(values) => call(frm, "acknowledge", values),
		__("Acknowledge"),
		__("Acknowledge")
	);
}

function return_report(frm) {
	frappe.prompt(
		[
			{ fieldname: "remark", fieldtype: "Small Text", label: __("To Be Corrected"), reqd: 1 },
			{
				fieldname: "correct_by",
				fieldtype: "Date",
				label: __("Correct By"),
				description: __("Empty: within the days of the settings"),
			},
		],
		(values) => call(frm, "return_report", values),
		__("Return for Correction"),
		__("Return for Correction")
	);
}

function explain(frm) {
	const clauses = new Map(frm.doc.clauses.map((row) => [row.rule, `${row.rule} ${row.title}`]));
	const written = Object.fromEntries((frm.doc.explanations || []).map((row) => [row.rule, row.explanation]));
	const dialog = new frappe.ui.Dialog({
		title: __("Explain a Clause"),
		fields: [
			{
				fieldname: "rule",
				fieldtype: "Select",
				label: __("Guide Rule"),
				options: [...clauses].map(([value, label]) => ({ value, label })),
				reqd: 1,
				change: () => dialog.set_value("explanation", written[dialog.get_value("rule")] || ""),
			},
			{
				fieldname: "explanation",
				fieldtype: "Small Text",
				label: __("Explanation"),
				description: __("An empty one takes back the one before."),
			},
		],
		primary_action_label: __("Save"),
		async primary_action(values) {
			await call(frm, "explain", { explanation: "", ...values });
			dialog.hide();
		},
	});
	dialog.show();
}

function correct(frm) {
	frappe.confirm(__("Freeze the report anew from the records as they are now, and hand it up?"), async () => {
		const answer = await call(frm, "correct");
		if (answer.new) frappe.set_route("Form", frm.doc.doctype, answer.new);
		else frappe.show_alert(__("The corrected report is written in the background."));
	});
}
