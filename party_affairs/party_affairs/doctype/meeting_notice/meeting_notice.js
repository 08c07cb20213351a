const NOTICES = "party_affairs.api.meetings.notices";
const RECORDS = "party_affairs.api.meetings.records";
const OF_GROUP = "Group Meeting";
// Of a committee above branches nobody invites all members by name unasked.
const MOST_INVITED_UNASKED = 100;
const FIXED_ONCE_ISSUED = [
	...["branch", "kind", "party_group", "is_enlarged", "topic", "starts_on", "ends_on", "location"],
	"answer_until",
];

frappe.ui.form.on("Meeting Notice", {
	setup(frm) {
		party_affairs.limit_groups(frm);
		party_affairs.limit_members(frm, ["chair", "recorder"]);
		party_affairs.limit_members(frm, ["member"], "invitees");
		party_affairs.limit_members(frm, ["presenter"], "agenda_items");
		party_affairs.limit_members(frm, ["member"], "preparations");
	},

	async onload(frm) {
		await party_affairs.prefill_branch(frm);
		begin(frm);
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		show_course(frm);
		const issued = frm.doc.status === "Issued";
		FIXED_ONCE_ISSUED.forEach((field) => frm.set_df_property(field, "read_only", frm.doc.status !== "Being Prepared"));
		if (frm.doc.status === "Called Off") frm.disable_form();
		show_answers(frm);
		if (frm.is_new() || !frm.perm[0].write) return;
		if (frm.doc.status === "Being Prepared") {
			frm.add_custom_button(__("Bring in Those Concerned"), () => bring_in(frm));
			frm.add_custom_button(__("Issue the Notice"), () => issue(frm)).addClass("btn-primary");
		}
		if (!issued) return;
		if (frm.doc.meeting) {
			frm.add_custom_button(__("To the Minutes"), () => to_minutes(frm.doc.meeting));
			return;
		}
		if (frm.doc.starts_on.slice(0, 10) <= frappe.datetime.get_today()) {
			frm.add_custom_button(__("Call the Roll"), () => open_minutes(frm)).addClass("btn-primary");
		}
		frm.add_custom_button(__("Change the Notice"), () => change(frm));
		frm.add_custom_button(__("Call the Meeting Off"), () => call_off(frm));
	},

	branch: begin,
	party_group: begin,
	is_enlarged: invite_by_register,
	starts_on: begin,

	kind(frm) {
		if (frm.doc.kind !== OF_GROUP) frm.set_value("party_group", null);
		begin(frm);
	},
});

function show_course(frm) {
	frm.set_intro("");
	const { status, issued_on, called_off_reason, change_reason } = frm.doc;
	if (status === "Called Off") {
		frm.set_intro(__("The meeting was called off: {0}", [party_affairs.text(called_off_reason)]), "red");
	} else if (status === "Issued" && change_reason) {
		frm.set_intro(__("The notice was changed: {0}", [party_affairs.text(change_reason)]), "orange");
	} else if (!frm.is_new() && !issued_on) {
		frm.set_intro(__("Nobody has been told yet. Issue the notice once it is complete."), "blue");
	}
}

// What a new notice begins with: those concerned, the topic of the plan, the chair whom the guide names, the place of last time.
async function begin(frm) {
	invite_by_register(frm);
	const { branch, kind, party_group, starts_on } = frm.doc;
	if (!frm.is_new() || !branch || !kind || !starts_on || (kind === OF_GROUP && !party_group)) return;
	const asked = { branch, kind, party_group };
	const [suggested, last] = await Promise.all([
		frappe.xcall(`${RECORDS}.suggestions`, { ...asked, day: starts_on.slice(0, 10) }),
		frappe.xcall(`${RECORDS}.last_meeting`, { ...asked, before: starts_on }),
	]);
	if (!frm.is_new() || frm.doc.kind !== kind) return;
	const found = { topic: suggested.topic, chair: suggested.chair, location: last && last.values.location };
	for (const [field, value] of Object.entries(found)) {
		if (value && !frm.doc[field]) await frm.set_value(field, value);
	}
}

// Who is invited

const names = (rows) => (rows || []).map((row) => row.member).join();

async function concerned(frm) {
	const { branch, kind, starts_on, party_group, is_enlarged } = frm.doc;
	if (!branch || !kind || !starts_on || (kind === OF_GROUP && !party_group)) return null;
	return frappe.xcall(`${NOTICES}.whom_it_concerns`, {
		branch,
		kind,
		party_group,
		day: starts_on.slice(0, 10),
		enlarged: is_enlarged,
	});
}

// Those concerned stand in a new notice as long as nobody has changed the list by hand.
async function invite_by_register(frm) {
	if (!frm.is_new() || names(frm.doc.invitees) !== (frm.invited_by_register || "")) return;
	const asked = (frm.invitees_asked = (frm.invitees_asked || 0) + 1);
	const rows = await concerned(frm);
	if (!rows || asked !== frm.invitees_asked || !frm.is_new() || rows.length > MOST_INVITED_UNASKED) return;
	frm.clear_table("invitees");
	add_invitees(frm, rows);
	frm.invited_by_register = names(rows);
}

function add_invitees(frm, rows) {
	for (const row of rows) {
		frappe.utils.add_link_title("Party Member", row.member, row.member_name);
		frm.add_child("invitees", row);
	}
	frm.refresh_field("invitees");
}

async function bring_in(frm) {
	const rows = (await concerned(frm)) || [];
	const listed = new Set((frm.doc.invitees || []).map((row) => row.member));
	const added = rows.filter((row) => !listed.has(row.member));
	add_invitees(frm, added);
	if (added.length) frm.dirty();
	frappe.show_alert({
		message: rows.length
			? __("{0} members were added. Save the notice.", [added.length])
			: __("For this kind of meeting people are invited: please enter them by hand."),
		indicator: rows.length ? "green" : "blue",
	});
}

// What is answered

const COLOURS = { Coming: "green", Leave: "orange" };

async function show_answers(frm) {
	const $wrapper = frm.get_field("answers").$wrapper;
	if (frm.is_new() || frm.doc.status === "Being Prepared") return $wrapper.empty();
	const notice = frm.doc.name;
	const found = await frappe.xcall(`${NOTICES}.answers`, { notice });
	if (frm.doc.name !== notice) return;
	const text = party_affairs.text;
	const { invited, coming, leave, unanswered } = found.counts;
	const open = frm.doc.status === "Issued" && !frm.doc.meeting && found.may_decide;
	const rows = found.rows.map((row) => {
		const state = row.answer ? __(row.answer) : __("Not answered yet");
		const words = [
			...[row.leave_kind && __(row.leave_kind), row.reason, row.decision && __(row.decision)],
			row.is_reached || row.answer ? "" : __("has no login: please speak with him yourself"),
		];
		const button = (action, label) =>
			`<button class="btn btn-xs btn-default" data-action="${action}" data-member="${text(row.member)}">${label}</button>`;
		const buttons = !open
			? ""
			: row.answer === "Leave" && !row.decision
			? button("grant", __("Grant Leave")) + " " + button("refuse", __("Do Not Grant"))
			: button("note", __("Note an Answer"));
		return `<tr><td>${text(row.member_name)}</td>
			<td><span class="indicator-pill no-indicator-dot ${COLOURS[row.answer] || "gray"}">${state}</span>
			${words.filter(Boolean).map(text).join("，")}</td><td class="text-right">${buttons}</td></tr>`;
	});
	const warning = found.warning ? `<p class="text-danger">${text(found.warning)}</p>` : "";
	$wrapper.html(`<p>${__("Invited: {0}, coming: {1}, on leave: {2}, not answered yet: {3}", [
		invited,
		coming,
		leave,
		unanswered,
	])}</p>${warning}<table class="table table-sm party-answers"><tbody>${rows.join("")}</tbody></table>`);
	$wrapper.find("button").on("click", (event) => {
		const { action, member } = event.currentTarget.dataset;
		if (action === "note") return note_answer(frm, member);
		call(frm, "decide_leave", { member, granted: action === "grant" ? 1 : 0 });
	});
}

function note_answer(frm, member) {
	const fields = [
		{
			fieldname: "answer",
			fieldtype: "Select",
			label: __("Answer"),
			options: ["Coming", "Leave"].map((value) => ({ value, label: __(value) })),
			default: "Leave",
			reqd: 1,
		},
		{
			fieldname: "leave_kind",
			fieldtype: "Select",
			label: __("Kind of Leave"),
			options: ["", "Sick Leave", "Official Business", "Personal Matters", "Other Reason"].map((value) => ({
				value,
				label: __(value),
			})),
			depends_on: "eval:doc.answer=='Leave'",
			mandatory_depends_on: "eval:doc.answer=='Leave'",
		},
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason for Leave"),
			depends_on: "eval:doc.answer=='Leave'",
		},
	];
	ask(frm, __("Note an Answer"), fields, "note_answer", { member });
}

// Steps

async function call(frm, method, values = {}) {
	const answer = await frappe.xcall(`${NOTICES}.${method}`, { notice: frm.doc.name, ...values });
	await frm.reload_doc();
	return answer;
}

async function issue(frm) {
	if (frm.is_dirty()) await frm.save();
	frappe.confirm(__("Tell {0} members of this meeting now?", [(frm.doc.invitees || []).length]), async () => {
		const { number } = await call(frm, "issue");
		frappe.show_alert({ message: __("{0} members were told.", [number]), indicator: "green" });
	});
}

function change(frm) {
	const { starts_on, ends_on, location, topic, answer_until } = frm.doc;
	const fields = [
		{ fieldname: "starts_on", fieldtype: "Datetime", label: __("Starts On"), default: starts_on, reqd: 1 },
		{ fieldname: "ends_on", fieldtype: "Datetime", label: __("Ends On"), default: ends_on },
		{ fieldname: "location", fieldtype: "Data", label: __("Location"), default: location, reqd: 1 },
		{ fieldname: "topic", fieldtype: "Data", label: __("Topic"), default: topic, reqd: 1 },
		{ fieldname: "answer_until", fieldtype: "Date", label: __("Answers Until"), default: answer_until },
		{ fieldname: "reason", fieldtype: "Small Text", label: __("What Was Changed and Why"), reqd: 1 },
	];
	ask(frm, __("Change the Notice"), fields, "change");
}

function call_off(frm) {
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Why It Was Called Off"), reqd: 1 };
	ask(frm, __("Call the Meeting Off"), [reason], "call_off");
}

function ask(frm, title, fields, method, given = {}) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: __("Save"),
		async primary_action(values) {
			await call(frm, method, { ...given, ...values });
			dialog.hide();
		},
	});
	dialog.show();
}

async function open_minutes(frm) {
	to_minutes(await frappe.xcall(`${NOTICES}.open_minutes`, { notice: frm.doc.name }));
}

function to_minutes(meeting) {
	party_affairs.roll_asked_for = meeting;
	frappe.set_route("Form", "Party Meeting", meeting);
}
