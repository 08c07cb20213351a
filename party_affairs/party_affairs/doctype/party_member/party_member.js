const STAGE_DATES = ["applied_on", "activist_on", "target_on", "joined_on", "full_member_on"];

frappe.ui.form.on("Party Member", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_groups(frm);
		frm.set_query("user", () => ({ filters: { enabled: 1 } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		frm.as_stored = { ...frm.doc };
		if (frm.is_new()) return;
		add_document_buttons(frm);
		show_overview(frm);
	},

	// Since when it is so: today, unless somebody says otherwise.
	firm: (frm) => date_change(frm, "firm", "firm_from"),
	firm_position: (frm) => date_change(frm, "firm_position", "position_from"),
	is_partner: (frm) => date_change(frm, "is_partner", "position_from"),
	party_group: (frm) => date_change(frm, "party_group", "group_from"),

	branch(frm) {
		frm.set_value("party_group", null);
	},
});

function date_change(frm, fieldname, since) {
	if (frm.is_new() || ["", undefined, null].includes(frm.as_stored[fieldname])) return;
	frm.set_value(since, frappe.datetime.get_today());
}

// Standing changes through documents alone, so the form leads to them.
function add_document_buttons(frm) {
	const on_register = ["On Register", "Floating"].includes(frm.doc.status);
	const is_member = ["Full Member", "Probationary Member"].includes(frm.doc.stage);
	const make = (doctype, values = {}) => {
		if (!frappe.model.can_create(doctype)) return;
		frm.add_custom_button(
			__(doctype),
			() => frappe.new_doc(doctype, { member: frm.doc.name, branch: frm.doc.branch, ...values }),
			__("Change Standing")
		);
	};
	if (on_register) {
		make("Party Membership Transfer", { member_name: frm.doc.member_name });
		make("Party Member Event");
	}
	if (!["Transferred Out", "Left the Party", "Deceased"].includes(frm.doc.status)) {
		make("Party Membership Change");
	}
	if (on_register && !is_member) make("Party Development Case");
}

async function show_overview(frm) {
	const member = frm.doc.name;
	const overview = await frappe.xcall("party_affairs.api.members.record.overview", { member });
	if (frm.doc.name !== member) return;
	if (overview.has_case) {
		STAGE_DATES.filter((fieldname) => frm.doc[fieldname]).forEach((fieldname) =>
			frm.set_df_property(fieldname, "read_only", 1)
		);
	}
	frm.dashboard.add_section(
		`<div class="row">${facts_html(overview)}${duties_html(overview.duties)}</div>`,
		__("At a Glance")
	);
	if (overview.history.length) {
		frm.dashboard.add_section(history_html(overview.history), __("Member History"));
	}
	frm.dashboard.show();
}

const column = (title, body) =>
	`<div class="col-sm-6"><div class="text-muted small mb-1">${title}</div>${body}</div>`;

function facts_html({ age, party_age, hours }) {
	const line = (label, value) => (value === null ? "" : `<div>${label} <b>${value}</b></div>`);
	const studied = hours.required
		? __("{0} of {1} hours", [hours.found, hours.required])
		: __("{0} hours", [hours.found]);
	return column(
		__("Party Standing"),
		line(__("Age"), age) +
			line(__("Years in the Party"), party_age) +
			line(__("Study Hours This Year"), studied)
	);
}

function duties_html(duties) {
	const text = party_affairs.text;
	const row = ({ name, title, status, due_date, number }) => {
		const link = frappe.utils.get_form_link("Compliance Finding", name);
		const colour = party_affairs.DUTY_COLOURS[status];
		const due = due_date ? frappe.datetime.str_to_user(due_date) : "";
		const times = number > 1 ? `<b>${number}</b>` : "";
		return `<div><span class="indicator-pill ${colour} mr-1 mb-1">${__(status)} ${times}</span>
			<a href="${link}">${text(title)}</a> <span class="text-muted">${due}</span></div>`;
	};
	const body = duties.length ? duties.map(row).join("") : `<div>${__("Nothing is open.")}</div>`;
	return column(__("Next Duties"), body);
}

function history_html(history) {
	const text = party_affairs.text;
	const row = ({ day, doctype, name, kind, label, detail }) => {
		const title = name
			? `<a href="${frappe.utils.get_form_link(doctype, name)}">${text(label)}</a>`
			: text(label);
		const source = name ? ` <span class="text-muted small">${text(kind)}</span>` : "";
		return `<tr><td class="text-muted" style="width: 8em">${frappe.datetime.str_to_user(day)}</td>
			<td style="width: 40%">${title}${source}</td><td>${text(detail)}</td></tr>`;
	};
	return `<div style="max-height: 320px; overflow-y: auto">
		<table class="table table-sm mb-0"><tbody>${history.map(row).join("")}</tbody></table></div>`;
}
