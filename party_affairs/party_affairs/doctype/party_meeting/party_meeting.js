{% include "party_affairs/public/js/roll_call.js" %}

const API = "party_affairs.api.meetings.records";
const WITH_GROUP = "Group Meeting";
// Of a committee above branches nobody enters all members by name unasked.
const MOST_PREFILLED = 100;

frappe.ui.form.on("Party Meeting", {
	setup(frm) {
		party_affairs.limit_groups(frm);
		party_affairs.limit_members(frm, ["chair", "recorder"]);
		party_affairs.limit_members(frm, ["member"], "attendees");
		party_affairs.limit_members(frm, ["member"], "speeches_by_person");
		party_affairs.limit_members(frm, ["responsible"], "resolutions");
	},

	async onload(frm) {
		await party_affairs.prefill_branch(frm);
		prefill(frm);
	},

	refresh(frm) {
		show_guide(frm);
		show_quorum(frm);
		party_affairs.lower_text_boxes(frm);
		party_affairs.offer_opinions(frm);
		if (frm.doc.docstatus === 1) add_buttons_of_locked_minutes(frm);
		if (frm.doc.docstatus !== 0) return;
		frm.add_custom_button(__("Bring in Attendees"), () => bring_in_attendees(frm));
		if (frm.doc.kind && frm.doc.branch) frm.add_custom_button(__("Phrases"), () => choose_phrases(frm));
		if (frm.is_new()) {
			frm.add_custom_button(__("As Last Time"), () => take_over_last_meeting(frm));
			if (!frm.doc.starts_on || is_planned(frm)) {
				frm.add_custom_button(__("Call by a Notice"), () => call_by_notice(frm));
			}
		} else {
			show_state_of_minutes(frm);
			if (unexplained(frm).length) {
				frm.add_custom_button(__("Explain Absences"), () => explain_absences(frm));
			}
			offer_roll(frm);
		}
	},

	branch: prefill,
	party_group: prefill,
	is_enlarged: prefill,
	ends_on: show_duration,

	starts_on(frm) {
		show_duration(frm);
		prefill(frm);
	},

	kind(frm) {
		if (frm.doc.kind !== WITH_GROUP) frm.set_value("party_group", null);
		show_guide(frm);
		prefill(frm);
	},

	async before_submit(frm) {
		const missing = await missing_minutes(frm);
		if (!missing.length) return;
		const question = __("The minutes still lack: {0}. Submit them all the same?", [
			missing.join("、").bold(),
		]);
		await new Promise((resolve) => {
			const refuse = () => {
				frappe.validated = false;
				resolve();
			};
			frappe.confirm(question, resolve, refuse);
		});
	},
});

const missing_minutes = (frm) => frappe.xcall(`${API}.missing_minutes`, { meeting: frm.doc.name });

const is_planned = (frm) => frm.doc.starts_on > frappe.datetime.now_datetime();

// What the record itself says

async function show_guide(frm) {
	const kind = frm.doc.kind;
	if (!kind) return;
	const sentences = await frappe.xcall(`${API}.what_the_guide_says`, { kind });
	if (frm.doc.kind !== kind) return;
	const items = sentences.map((sentence) => `<li>${party_affairs.text(sentence)}</li>`);
	frm.get_field("guide_rules").$wrapper.html(`<ul class="text-muted small">${items.join("")}</ul>`);
}

function show_quorum(frm) {
	const { quorum } = frm.doc.__onload || {};
	const text = quorum ? `<p class="small">${party_affairs.text(quorum)}</p>` : "";
	frm.get_field("quorum").$wrapper.html(text);
}

async function show_state_of_minutes(frm) {
	frm.set_intro("");
	if (is_planned(frm)) {
		frm.set_intro(__("This meeting is planned: keep it as a draft, and submit it once it was held."), "blue");
		return;
	}
	const meeting = frm.doc.name;
	const missing = await missing_minutes(frm);
	if (frm.doc.name !== meeting || frm.doc.docstatus !== 0) return;
	frm.set_intro("");
	missing.length
		? frm.set_intro(__("The minutes still lack: {0}.", [missing.join("、")]), "orange")
		: frm.set_intro(__("The minutes have all that the guide asks for and can be submitted."), "green");
	for (const notice of (frm.doc.__onload || {}).notices || []) {
		frm.set_intro(party_affairs.text(notice), "orange");
	}
}

function show_duration(frm) {
	const { starts_on, ends_on } = frm.doc;
	const hours = starts_on && ends_on ? moment(ends_on).diff(moment(starts_on), "minutes") / 60 : 0;
	// Only shown until the record is saved; the server counts it itself and refuses what cannot be.
	frm.doc.duration_hours = hours > 0 ? hours : null;
	frm.refresh_field("duration_hours");
}

// What a new record begins with

const day_of = (frm) => (frm.doc.starts_on || frappe.datetime.get_today()).slice(0, 10);

const names_of = (rows) => (rows || []).map((row) => row.member).join();

// Attendees, topic and chair of a new record, as long as nobody has entered anything of the kind by hand.
async function prefill(frm) {
	const { branch, kind, party_group } = frm.doc;
	if (!frm.is_new() || !branch || !kind || (kind === WITH_GROUP && !party_group)) return;
	if (frm.doc.amended_from) return;
	const asked = (frm.prefill_asked = (frm.prefill_asked || 0) + 1);
	offer_notice(frm);
	let [expected, suggested] = await Promise.all([
		expected_attendees(frm),
		frappe.xcall(`${API}.suggestions`, { branch, kind, party_group, day: day_of(frm) }),
	]);
	if (expected.length > MOST_PREFILLED) expected = [];
	// A later change of the form has asked anew.
	if (asked !== frm.prefill_asked || !frm.is_new()) return;
	const before = frm.prefilled || {};
	if (names_of(frm.doc.attendees) === (before.attendees || "")) {
		frm.clear_table("attendees");
		add_attendees(frm, expected);
	}
	const values = {};
	for (const fieldname of ["topic", "lecturer", "chair"]) {
		const untouched = !frm.doc[fieldname] || frm.doc[fieldname] === before[fieldname];
		if (untouched && frm.doc[fieldname] !== suggested[fieldname]) {
			if (suggested[fieldname] || frm.doc[fieldname]) values[fieldname] = suggested[fieldname];
		}
	}
	frm.prefilled = { ...suggested, attendees: names_of(expected) };
	if (Object.keys(values).length) await frm.set_value(values);
	if (values.topic) {
		const message = suggested.responsible
			? __("The topic is that of the annual plan; responsible: {0}.", [suggested.responsible])
			: __("The topic is that of the annual plan.");
		frappe.show_alert({ message, indicator: "blue" });
	}
}

// A meeting to come is called first; its minutes open on the day, from the notice.
function call_by_notice(frm) {
	const { branch, kind, party_group, is_enlarged, topic, starts_on, ends_on, location, chair, recorder } = frm.doc;
	const known = { branch, kind, party_group, is_enlarged, topic, starts_on, ends_on, location, chair, recorder };
	frappe.new_doc("Meeting Notice", Object.fromEntries(Object.entries(known).filter(([, value]) => value)));
}

// Whoever registers a meeting of which there is a notice is led to it: it knows who has leave.
async function offer_notice(frm) {
	const { branch, kind, party_group } = frm.doc;
	const found = await frappe.xcall("party_affairs.api.meetings.notices.without_minutes", {
		branch,
		kind,
		party_group,
	});
	if (!found || !frm.is_new() || frm.doc.kind !== kind || frm.doc.branch !== branch) return;
	frm.set_intro("");
	frm.set_intro(
		__("A notice of “{0}” ({1}) was issued and has no minutes yet: begin them from the notice, which knows who has leave.", [
			party_affairs.text(found.topic),
			found.starts_on.slice(0, 16),
		]),
		"orange"
	);
	const label = __("Begin from the Notice");
	frm.remove_custom_button(label);
	frm.add_custom_button(label, async () => {
		const meeting = await frappe.xcall("party_affairs.api.meetings.notices.open_minutes", { notice: found.name });
		party_affairs.roll_asked_for = meeting;
		frappe.set_route("Form", "Party Meeting", meeting);
	});
}

const expected_attendees = (frm) =>
	frappe.xcall(`${API}.expected_attendees`, {
		branch: frm.doc.branch,
		kind: frm.doc.kind,
		day: day_of(frm),
		party_group: frm.doc.party_group,
		enlarged: frm.doc.is_enlarged,
	});

function add_attendees(frm, rows) {
	for (const row of rows) {
		frappe.utils.add_link_title("Party Member", row.member, row.member_name);
		frm.add_child("attendees", row);
	}
	frm.refresh_field("attendees");
}

async function bring_in_attendees(frm) {
	if (!frm.doc.branch || !frm.doc.kind) {
		frappe.msgprint(__("Please choose the Party Branch and the Kind first."));
		return;
	}
	const expected = await expected_attendees(frm);
	const listed = new Set((frm.doc.attendees || []).map((row) => row.member));
	const added = expected.filter((row) => !listed.has(row.member));
	add_attendees(frm, added);
	if (added.length) frm.dirty();
	frappe.show_alert({
		message: expected.length
			? __("{0} members were added as present. Correct those who were absent.", [added.length])
			: __("For this kind of meeting people are invited: please enter them by hand."),
		indicator: expected.length ? "green" : "blue",
	});
}

async function take_over_last_meeting(frm) {
	const { branch, kind, party_group, starts_on } = frm.doc;
	if (!branch || !kind) {
		frappe.msgprint(__("Please choose the Party Branch and the Kind first."));
		return;
	}
	const last = await frappe.xcall(`${API}.last_meeting`, { branch, kind, party_group, before: starts_on });
	if (!last) {
		frappe.show_alert({ message: __("No meeting of this kind has been submitted yet."), indicator: "blue" });
		return;
	}
	const given = Object.entries(last.values).filter(([, value]) => value);
	const times = {};
	if (starts_on && last.ends_on && !frm.doc.ends_on) {
		const minutes = moment(last.ends_on).diff(moment(last.starts_on), "minutes");
		times.ends_on = moment(starts_on).add(minutes, "minutes").format("YYYY-MM-DD HH:mm:ss");
	}
	await frm.set_value({ ...Object.fromEntries(given), ...times });
	if (!(frm.doc.guests || []).length) {
		last.guests.forEach((guest) => frm.add_child("guests", guest));
		frm.refresh_field("guests");
	}
	frappe.show_alert({
		message: __("Place, people and contents are those of {0}. Check them.", [last.topic]),
		indicator: "green",
	});
}

// Rows that the register has added, of members whom the record does not name.
const unexplained = (frm) =>
	(frm.doc.attendees || []).filter((row) => row.from_register && row.attendance === "Absent" && !row.reason);

function explain_absences(frm) {
	const rows = unexplained(frm);
	const dialog = new frappe.ui.Dialog({
		title: __("Explain Absences"),
		fields: [
			{
				fieldname: "members",
				fieldtype: "MultiCheck",
				label: __("Not named in the record"),
				columns: 2,
				options: rows.map((row) => ({ value: row.member, label: row.member_name })),
			},
			{
				fieldname: "attendance",
				fieldtype: "Select",
				label: __("Attendance"),
				options: ["Leave", "Absent", "Present"].map((value) => ({ value, label: __(value) })),
				default: "Leave",
				reqd: 1,
			},
			{
				fieldname: "reason",
				fieldtype: "Data",
				label: __("Reason for Absence"),
				depends_on: "eval:doc.attendance!='Present'",
				mandatory_depends_on: "eval:doc.attendance!='Present'",
			},
		],
		primary_action_label: __("Enter"),
		async primary_action({ members, attendance, reason }) {
			dialog.hide();
			for (const row of rows.filter((row) => (members || []).includes(row.member))) {
				await frappe.model.set_value(row.doctype, row.name, {
					attendance,
					reason: attendance === "Present" ? null : reason,
				});
			}
			frm.refresh_field("attendees");
		},
	});
	dialog.show();
}

// On the day

function offer_roll(frm) {
	if (frm.doc.starts_on.slice(0, 10) > frappe.datetime.get_today() || !frm.perm[0].write) return;
	frm.add_custom_button(__("Call the Roll"), () => party_affairs.call_roll(frm));
	// Whoever comes from the notice has asked for it already.
	if (party_affairs.roll_asked_for === frm.doc.name) {
		party_affairs.roll_asked_for = null;
		party_affairs.call_roll(frm);
	}
}

// Phrases go where they belong: openings and agenda to the agenda, closings to the decisions, resolutions to their table.
const PARTS = {
	openings: [__("Openings"), "agenda"],
	agenda: [__("Agenda"), "agenda"],
	resolutions: [__("Resolutions with Votes"), "resolutions"],
	closings: [__("Closings"), "outcome"],
};

async function choose_phrases(frm) {
	const meeting = frm.is_new() ? null : frm.doc.name;
	const { kind, branch } = frm.doc;
	const found = await frappe.xcall("party_affairs.api.meetings.roll_call.phrases", { kind, branch, meeting });
	const dialog = new frappe.ui.Dialog({
		title: __("Phrases"),
		fields: Object.entries(PARTS).map(([part, [label]]) => ({
			fieldname: part,
			fieldtype: "MultiCheck",
			label,
			columns: 1,
			options: found[part].map((text, place) => ({ value: String(place), label: party_affairs.text(text) })),
		})),
		primary_action_label: __("Insert"),
		async primary_action(chosen) {
			dialog.hide();
			for (const [part, [, field]] of Object.entries(PARTS)) {
				await insert_phrases(frm, field, (chosen[part] || []).map((place) => found[part][place]));
			}
		},
	});
	dialog.show();
}

async function insert_phrases(frm, field, texts) {
	if (!texts.length) return;
	if (field !== "resolutions") {
		await frm.set_value(field, [frm.doc[field], ...texts].filter(Boolean).join("\n"));
		return;
	}
	texts.forEach((resolution) => frm.add_child("resolutions", { resolution }));
	frm.refresh_field("resolutions");
	frm.dirty();
}

// After the minutes were locked

function add_buttons_of_locked_minutes(frm) {
	const may = (right) => frm.perm[0] && frm.perm[0][right];
	const absent = frm.doc.attendees.filter((row) => ["Leave", "Absent"].includes(row.attendance));
	const open = frm.doc.resolutions.filter((row) => !row.done_on);
	if (absent.length && may("submit")) {
		frm.add_custom_button(__("Record Make-up"), () => record_make_up(frm, absent));
	}
	if (open.length && may("submit")) {
		frm.add_custom_button(__("Follow Up a Resolution"), () => record_follow_up(frm, open));
	}
	if (may("cancel") && may("amend")) {
		frm.add_custom_button(__("Correct the Minutes"), () => correct_minutes(frm));
	}
}

function record_make_up(frm, absent) {
	const fields = [
		{
			fieldname: "members",
			fieldtype: "MultiCheck",
			label: __("Who Made It Up"),
			columns: 2,
			options: absent.map((row) => ({ value: row.member, label: row.member_name })),
		},
		{
			fieldname: "made_up_on",
			fieldtype: "Date",
			label: __("Made Up On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "how", fieldtype: "Data", label: __("How It Was Made Up") },
	];
	ask(frm, __("Record Make-up"), fields, "record_make_up");
}

function record_follow_up(frm, open) {
	const options = open.map((row) => ({ value: row.name, label: `${row.idx}. ${row.resolution.slice(0, 40)}` }));
	const fields = [
		{
			fieldname: "resolution",
			fieldtype: "Select",
			label: __("Resolution"),
			options,
			default: options[0].value,
			reqd: 1,
		},
		{ fieldname: "done_on", fieldtype: "Date", label: __("Done On") },
		{ fieldname: "note", fieldtype: "Small Text", label: __("Follow-up Note") },
	];
	ask(frm, __("Follow Up a Resolution"), fields, "record_follow_up");
}

function correct_minutes(frm) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("What Was Corrected and Why"),
		description: __("The present record is cancelled; a draft takes its place and counts once it is submitted."),
		reqd: 1,
	};
	const open = (name) => frappe.set_route("Form", "Party Meeting", name);
	ask(frm, __("Correct the Minutes"), [reason], "correct_minutes", open);
}

function ask(frm, title, fields, method, then = () => frm.reload_doc()) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: __("Save"),
		async primary_action(values) {
			const answer = await frappe.xcall(`${API}.${method}`, { meeting: frm.doc.name, ...values });
			dialog.hide();
			then(answer);
		},
	});
	dialog.show();
}
