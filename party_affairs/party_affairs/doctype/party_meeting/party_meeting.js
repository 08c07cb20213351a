frappe.ui.form.on("Party Meeting", {
	setup(frm) {
		party_affairs.limit_groups(frm);
		party_affairs.limit_members(frm, ["chair", "recorder"]);
		party_affairs.limit_members(frm, ["member"], "attendees");
		party_affairs.limit_members(frm, ["responsible"], "resolutions");
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		if (frm.doc.docstatus !== 0) return;
		frm.add_custom_button(__("Bring in Attendees"), () => bring_in_attendees(frm));
		if (!frm.is_new()) show_state_of_minutes(frm);
	},

	starts_on: show_duration,
	ends_on: show_duration,

	kind(frm) {
		if (frm.doc.kind !== "Group Meeting") frm.set_value("party_group", null);
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

const missing_minutes = (frm) =>
	frappe.xcall("party_affairs.api.meetings.missing_minutes", { meeting: frm.doc.name });

const is_planned = (frm) => frm.doc.starts_on > frappe.datetime.now_datetime();

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
}

function show_duration(frm) {
	const { starts_on, ends_on } = frm.doc;
	const hours = starts_on && ends_on ? moment(ends_on).diff(moment(starts_on), "minutes") / 60 : 0;
	// Only shown until the record is saved; the server counts it itself and refuses what cannot be.
	frm.doc.duration_hours = hours > 0 ? hours : null;
	frm.refresh_field("duration_hours");
}

async function bring_in_attendees(frm) {
	if (!frm.doc.branch || !frm.doc.kind) {
		frappe.msgprint(__("Please choose the Party Branch and the Kind first."));
		return;
	}
	const expected = await frappe.xcall("party_affairs.api.meetings.expected_attendees", {
		branch: frm.doc.branch,
		kind: frm.doc.kind,
		day: (frm.doc.starts_on || frappe.datetime.get_today()).slice(0, 10),
		party_group: frm.doc.party_group,
	});
	const listed = new Set((frm.doc.attendees || []).map((row) => row.member));
	const added = expected.filter((row) => !listed.has(row.member));
	for (const row of added) {
		frappe.utils.add_link_title("Party Member", row.member, row.member_name);
		frm.add_child("attendees", row);
	}
	frm.refresh_field("attendees");
	if (added.length) frm.dirty();
	frappe.show_alert({
		message: expected.length
			? __("{0} members were added as present. Correct those who were absent.", [added.length])
			: __("For this kind of meeting people are invited: please enter them by hand."),
		indicator: expected.length ? "green" : "blue",
	});
}
