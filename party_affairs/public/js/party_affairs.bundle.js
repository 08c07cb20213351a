import "./exchange";
import "./timeline";

// What several forms of this app do alike.
frappe.provide("party_affairs");

const ON_REGISTER = ["On Register", "Floating"];

// Offer only members on register in the document's organisation, or below it where that is a committee.
party_affairs.limit_members = function (frm, fieldnames, table = null) {
	for (const fieldname of fieldnames) {
		const query = () => {
			const filters = { status: ["in", ON_REGISTER] };
			if (frm.doc.branch) {
				filters.branch = ["descendants of (inclusive)", frm.doc.branch];
			}
			return { filters };
		};
		table ? frm.set_query(fieldname, table, query) : frm.set_query(fieldname, query);
		const doctype = table ? frappe.meta.get_docfield(frm.doctype, table).options : frm.doctype;
		party_affairs.say_choice(doctype, fieldname, __("Members who are on register or floating are offered."));
	}
};

// Offer only the groups of the document's organisation that have not been disbanded.
party_affairs.limit_groups = function (frm, fieldname = "party_group") {
	frm.set_query(fieldname, () => {
		const filters = { disbanded_on: ["is", "not set"] };
		if (frm.doc.branch) {
			filters.branch = frm.doc.branch;
		}
		return { filters };
	});
	party_affairs.say_choice(frm.doctype, fieldname, __("Groups that have not been disbanded are offered."));
};

// Below what it offers, a field says what that is: Frappe itself would say it half in English (status = Active).
party_affairs.say_choice = function (doctype, fieldname, text) {
	// Each record has fields of its own, copied when it is loaded.
	const copies = Object.values(frappe.meta.docfield_copy[doctype] || {}).map((fields) => fields[fieldname]);
	for (const field of [frappe.meta.get_docfield(doctype, fieldname), ...copies]) {
		if (field) field.filter_description = text;
	}
};

// Offer only organisations in which members take part; a committee has none of its own.
party_affairs.limit_branches = function (frm, fieldname = "branch") {
	frm.set_query(fieldname, () => ({ filters: WITH_MEMBERS }));
	party_affairs.say_choice(frm.doctype, fieldname, __("Branches that have not been dissolved are offered."));
};

// Offer only organisations that are there still, committees too.
party_affairs.limit_to_active = function (frm, fieldname = "branch") {
	frm.set_query(fieldname, () => ({ filters: { status: "Active" } }));
	party_affairs.say_choice(frm.doctype, fieldname, __("Party organisations that have not been dissolved are offered."));
};

const WITH_MEMBERS = { is_group: 0, status: "Active" };

// The branch of whoever sees a single one, undefined for others.
party_affairs.only_branch = async function () {
	const branches = await frappe.db.get_list("Party Branch", { filters: WITH_MEMBERS, limit: 2 });
	return branches.length === 1 ? branches[0].name : undefined;
};

// Whoever sees a single branch need not choose it.
party_affairs.prefill_branch = async function (frm) {
	if (!frm.is_new() || frm.doc.branch) return;
	const branch = await party_affairs.only_branch();
	if (branch && !frm.doc.branch) {
		await frm.set_value("branch", branch);
	}
};

party_affairs.branch_follows_member = async function (frm) {
	if (!frm.doc.member || frm.doc.branch) return;
	const { message } = await frappe.db.get_value("Party Member", frm.doc.member, "branch");
	if (message && message.branch) {
		await frm.set_value("branch", message.branch);
	}
};

// As high as Frappe makes the boxes, three of them would fill the screen. They are as high as their text, where the
// browser knows how.
party_affairs.lower_text_boxes = function (frm) {
	for (const { df, $input } of frm.fields) {
		if ($input && ["Text", "Small Text"].includes(df.fieldtype)) {
			$input.css({ height: "auto", "min-height": "6em", "field-sizing": "content" }).attr("rows", 4);
		}
	}
};

// Accounts of organisations below are read, not kept: Frappe would offer what the role may do in its own organisation.
party_affairs.only_own_books = function (frm) {
	const { keeps_books = true } = frm.doc.__onload || {};
	if (frm.is_new() || keeps_books) return;
	frm.disable_form();
	frm.page.clear_secondary_action();
};

// What moved money is cancelled with a reason: ask for it, and cancel in one step with keeping it.
party_affairs.cancel_with_reason = function (frm, label = __("Reason for Cancelling"), cancelled = null) {
	frappe.validated = false;
	const field = { fieldname: "reason", fieldtype: "Small Text", label, reqd: 1 };
	const cancel = async ({ reason }) => {
		const { doctype, name } = frm.doc;
		const answer = await frappe.xcall("party_affairs.api.dues.account.cancel", { doctype, name, reason });
		await frm.reload_doc();
		if (cancelled) cancelled(answer);
	};
	frappe.prompt(field, cancel, label, __("Confirm"));
};

// Findings by status, everywhere alike; compliance/figures.py has the same for reports.
party_affairs.DUTY_COLOURS = {
	Missed: "red",
	Due: "orange",
	Late: "yellow",
	Met: "green",
	Planned: "blue",
	Excused: "gray",
	"Not Applicable": "gray",
};

// The one thing that answers a finding: a new record that opens filled in, the record it is about, a list or a page.
party_affairs.open_duty_action = async function (finding, chosen = {}) {
	const fields = ["branch", "rule", "period_key"];
	const { message: line } = await frappe.db.get_value("Compliance Finding", finding, fields);
	const answer = await frappe.xcall("party_affairs.api.duties.actions.start", { ...line, finding, ...chosen });
	if (answer.done) {
		frappe.show_alert({ message: __("Nothing of it is open any more."), indicator: "green" });
	} else if (answer.choose) {
		const options = answer.choose.map(({ member, finding, label }) => ({ value: member || finding, label }));
		frappe.prompt(
			{ fieldname: "who", fieldtype: "Select", label: __("For whom, or for what?"), options, reqd: 1 },
			({ who }) => {
				const { member } = answer.choose.find((one) => [one.member, one.finding].includes(who));
				party_affairs.open_duty_action(member ? finding : who, member ? { member } : {});
			}
		);
	} else if (answer.new) {
		frappe.model.with_doctype(answer.new, () => {
			const doc = frappe.model.get_new_doc(answer.new, null, null, true);
			for (const [fieldname, value] of Object.entries(answer.values)) if (value !== null) doc[fieldname] = value;
			for (const [table, rows] of Object.entries(answer.rows || {}))
				for (const row of rows) Object.assign(frappe.model.add_child(doc, table), row);
			frappe.set_route("Form", answer.new, doc.name);
		});
	} else {
		frappe.route_options = answer.options || null;
		frappe.set_route(...answer.route);
	}
};

// Short names of the organisations that the caller may read, for lists, which have little room: read once.
party_affairs.short_names = {};
party_affairs.load_short_names = async function () {
	const fields = ["name", "short_name"];
	const rows = await frappe.db.get_list("Party Branch", { fields, limit: 0 });
	for (const { name, short_name } of rows) party_affairs.short_names[name] = short_name || name;
};

party_affairs.this_year = () => frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear();

party_affairs.days_of_this_year = () => [`${party_affairs.this_year()}-01-01`, `${party_affairs.this_year()}-12-31`];

// A period's key (2026-03, 2026-Q1, 2026-H1, 2026) as people call it; rules/periods.py has the same for the server.
party_affairs.period_text = function (key) {
	const [year, part] = (key || "").split("-");
	if (!year) return "";
	if (!part) return __("Year {year}").replace("{year}", year);
	const said = { H1: "First half of {year}", H2: "Second half of {year}" }[part] || (part[0] === "Q" ? "Quarter {number} of {year}" : "{year}-{number}");
	return __(said).replace("{year}", year).replace("{number}", Number(part.replace("Q", "")));
};

// Fields that keep a key are read in words, on a form as in its tables: `words` gives them.
party_affairs.show_in_words = function (doctype, fieldnames, words) {
	for (const fieldname of fieldnames)
		frappe.meta.get_docfield(doctype, fieldname).formatter = (value) => party_affairs.text(words(value || ""));
};

party_affairs.half_of_today = () => (frappe.datetime.get_today().slice(5, 7) > "06" ? "2" : "1");

// The member whom the login belongs to, undefined for others.
party_affairs.own_member = async function () {
	const filters = { user: frappe.session.user };
	const { message } = await frappe.db.get_value("Party Member", filters, "name");
	return message && message.name;
};

// Personal texts: who reads them, whose draft it is, and what was handed in is no longer written at.
party_affairs.show_handing_in = function (frm) {
	frm.set_intro(
		frm.doc.handed_in_on
			? __("Confidential: read by its writer and by the secretary and the organisation commissioner of this branch.")
			: __("Confidential: a draft is read by its writer alone, until it has its day of handing in."),
		"orange"
	);
	party_affairs.lower_text_boxes(frm);
};

// Ask for a year and start the check of one organisation, or of all that the caller may check. A single branch is checked
// at once, and `checked` is called; more of them are checked in the background, which tells how far it is.
party_affairs.run_check = function (branch = null, checked = null) {
	const year = {
		fieldname: "year",
		fieldtype: "Int",
		label: __("Year"),
		default: frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear(),
		reqd: 1,
	};
	const start = ({ year }) =>
		frappe
			.xcall("party_affairs.api.duties.check.run_check", branch ? { year, branch } : { year })
			.then(({ queued, message }) => {
				frappe.show_alert({ message, indicator: queued ? "blue" : "green" }, 10);
				if (!queued && checked) checked();
			});
	frappe.prompt(year, start, __("Check Duties"), __("Start Check"));
};

frappe.realtime.on("party_affairs_compliance", ({ done, total }) =>
	frappe.show_progress(__("Check Duties"), done, total, "", true)
);

// Write the monthly reports that are missing, of all organisations that the caller answers for.
party_affairs.write_missing_reports = function () {
	const start = async () => {
		const { queued, message } = await frappe.xcall(
			"party_affairs.api.duties.reports.write_missing_reports"
		);
		frappe.show_alert({ message, indicator: queued ? "blue" : "green" }, 10);
	};
	frappe.confirm(
		__("Write the reports of all past months that are missing since records began? Those of past months are not mailed."),
		start
	);
};

frappe.realtime.on("party_affairs_compliance_reports", ({ done, total }) =>
	frappe.show_progress(__("Write Missing Reports"), done, total, "", true)
);

// Ask for branch and year, and make the assessments of its members from their last ones.
party_affairs.renew_assessments = async function ({ branch, year, done }) {
	branch = branch || (await party_affairs.only_branch());
	const fields = [
		{
			fieldname: "branch",
			fieldtype: "Link",
			label: __("Party Branch"),
			options: "Party Branch",
			default: branch,
			get_query: () => ({ filters: WITH_MEMBERS }),
			reqd: 1,
		},
		{
			fieldname: "year",
			fieldtype: "Int",
			label: __("Year"),
			default: year || party_affairs.this_year(),
			description: __("Each member's last assessment is taken over; correct the bases afterwards."),
			reqd: 1,
		},
	];
	const send = async (values) => {
		const { left, message } = await frappe.xcall("party_affairs.api.dues.assessments.renew", values);
		const text = party_affairs.text;
		const lines = left.map((row) => `<li>${text(row.member_name)}: ${text(row.reason)}</li>`);
		frappe.msgprint({
			title: __("Assess Whole Branch"),
			message: `<p>${text(message)}</p>${lines.length ? `<ul>${lines.join("")}</ul>` : ""}`,
			indicator: left.length ? "orange" : "green",
		});
		done();
	};
	frappe.prompt(fields, send, __("Assess Whole Branch"), __("Assess"));
};

frappe.realtime.on("party_affairs_dues_run", ({ done, total }) =>
	frappe.show_progress(__("Make Entries of a Month"), done, total, "", true)
);

// What the rules require beside what there is: a section of the form, and for another day a window.
party_affairs.show_requirements = async function (frm, method, args) {
	const name = frm.doc.name;
	const answer = await frappe.xcall(method, args);
	if (frm.doc.name !== name || !answer.rows.length) return;
	frm.dashboard.add_section(requirements_html(answer.rows), __("Required and Present"));
	frm.dashboard.show();
};

party_affairs.ask_requirements = function (method, args) {
	const day = {
		fieldname: "on",
		fieldtype: "Date",
		label: __("Day in Question"),
		default: frappe.datetime.get_today(),
		reqd: 1,
	};
	frappe.prompt(
		day,
		async ({ on }) => {
			const { rows } = await frappe.xcall(method, { ...args, on });
			frappe.msgprint({
				title: __("Required and Present on {0}", [frappe.datetime.str_to_user(on)]),
				message: requirements_html(rows),
				wide: true,
			});
		},
		__("Requirements on a Day"),
		__("View")
	);
};

const REQUIREMENT_COLOURS = { ok: "green", attention: "red", open: "orange" };

function requirements_html(rows) {
	const text = party_affairs.text;
	const labels = { ok: __("As Required"), attention: __("Not as Required"), open: __("To Be Settled") };
	const asked = (item) =>
		item
			? `<div>${text(item.required)}</div>
				<span class="indicator-pill ${REQUIREMENT_COLOURS[item.state]}">${labels[item.state]}</span>
				<span class="text-muted small">${text(item.clause)} · ${text(item.citation)}</span>`
			: `<span class="text-muted">${__("Not asked")}</span>`;
	const row = ({ title, found, guide, national }) =>
		`<tr><td>${text(title)}</td><td>${asked(guide)}</td><td>${asked(national)}</td>
			<td>${found.map(text).join("<br>")}</td></tr>`;
	return `<div class="table-responsive"><table class="table table-bordered mb-0">
		<thead><tr class="text-muted">
			<th style="width: 14%">${__("Requirement")}</th>
			<th style="width: 32%">${__("By the Guide")}</th>
			<th style="width: 32%">${__("By the National Rule")}</th>
			<th>${__("At Present")}</th>
		</tr></thead>
		<tbody>${rows.map(row).join("")}</tbody>
	</table></div>`;
}

// Text between tags, for pieces of HTML that are put together from records.
party_affairs.text = (value) => frappe.utils.escape_html(String(value ?? ""));

party_affairs.AT_WORK = ["Queued", "Running", "Being Bound", "In the Making"];
const POLL_EVERY = 1500;

// How far long work on a document is, until it ends. Asked again and again, not pushed: a bench without a realtime server
// shows the progress as well.
party_affairs.follow_work = async function (frm, method, title, broken_off) {
	const name = frm.doc.name;
	clearTimeout(frm.work_timer);
	const state = await frappe.xcall(method, { name });
	if (frm.doc.name !== name || !frm.page.wrapper.is(":visible")) return;
	if (!party_affairs.AT_WORK.includes(state.status)) {
		frm.reload_doc();
		return;
	}
	if (state.broken_off) {
		frm.dashboard.hide_progress();
		frm.dashboard.set_headline_alert(broken_off, "red");
		return;
	}
	const told = state.title ? `${__(state.status)}：${state.title}` : __(state.status);
	frm.dashboard.show_progress(title, Math.max(state.percent, 1), told);
	frm.work_timer = setTimeout(() => party_affairs.follow_work(frm, method, title, broken_off), POLL_EVERY);
};

// A table under `heads`, pairs of a title and a width; `body` are its rows as HTML.
party_affairs.table_html = function (heads, body) {
	const head = heads
		.map(([title, width]) => `<th style="width: ${width}">${party_affairs.text(title)}</th>`)
		.join("");
	return `<div class="table-responsive"><table class="table table-bordered small" style="table-layout: fixed">
		<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
};

// How organisations stand with a task that came down: who is missing stands first, with names.
party_affairs.standing_table = function (rows, route) {
	const colours = {
		"Not Read": "orange", "Has Been Read": "yellow", Acknowledged: "green", Overdue: "red", "Done Late": "yellow", "Taken Back": "gray",
		"To Be Done": "orange", "Under Way": "blue", Closed: "green",
	};
	const body = rows.map((row) => {
		const address = `/app/${route}/${encodeURIComponent(row.name)}`;
		const names = (row.names || []).map(party_affairs.text).join("、");
		const more = row.missing > (row.names || []).length ? "……" : "";
		return `<tr>
			<td><a href="${address}">${party_affairs.text(row.branch_name)}</a></td>
			<td><span class="indicator-pill no-indicator-dot ${colours[row.state]}">${party_affairs.text(row.label)}</span></td>
			<td>${party_affairs.text(row.figure ?? `${row.asked - row.missing} / ${row.asked}`)}</td>
			<td>${party_affairs.text(row.remark || "")}${names ? `<div class="text-muted">${__("Still missing: {0}", [names + more])}</div>` : ""}</td>
		</tr>`;
	});
	const heads = [[__("Party Branch"), "30%"], [__("Status"), "15%"], [__("Done"), "12%"], [__("Remarks"), "43%"]];
	return party_affairs.table_html(heads, body.join(""));
};

// Opinions

const OPINIONS = "party_affairs.api.contact.opinions";

const OPINION_FIELDS = [
	{ fieldname: "opinion", fieldtype: "Small Text", label: __("Opinion or Suggestion"), in_list_view: 1, columns: 4, reqd: 1 },
	{ fieldname: "raised_by_name", fieldtype: "Data", label: __("Raised By"), in_list_view: 1, columns: 2 },
	{ fieldname: "is_unnamed", fieldtype: "Check", label: __("Unnamed"), in_list_view: 1, columns: 1 },
	{ fieldname: "answer", fieldtype: "Small Text", label: __("Answer"), in_list_view: 1, columns: 2 },
	{ fieldname: "answer_until", fieldtype: "Date", label: __("Answer Until"), in_list_view: 1, columns: 1 },
];

// A button that puts what was raised in this document into the register, several lines at once.
party_affairs.offer_opinions = function (frm) {
	if (frm.is_new() || !frappe.model.can_create("Raised Opinion")) return;
	frm.add_custom_button(__("Register Opinions"), () => register_opinions(frm));
};

async function register_opinions(frm) {
	const source = { doctype: frm.doctype, name: frm.doc.name };
	const found = await frappe.xcall(`${OPINIONS}.from_source`, source);
	const dialog = new frappe.ui.Dialog({
		title: __("Register Opinions"),
		size: "extra-large",
		fields: [
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("Delete the lines that are no opinions, and write down nothing that was said in confidence. Whoever wants to stay unnamed is ticked.")}</p>`,
			},
			{
				fieldname: "rows",
				fieldtype: "Table",
				label: __("Opinions"),
				cannot_add_rows: false,
				in_place_edit: true,
				data: found,
				fields: OPINION_FIELDS,
			},
		],
		primary_action_label: __("Put into the Register"),
		async primary_action({ rows }) {
			const names = await frappe.xcall(`${OPINIONS}.register`, {
				...source,
				rows: (rows || []).filter((row) => (row.opinion || "").trim()),
			});
			dialog.hide();
			frappe.show_alert({ message: __("{0} opinions are in the register.", [names.length]), indicator: "green" });
		},
	});
	dialog.show();
}

// Pairings

party_affairs.suggest_pairings = function (branch) {
	const fields = [
		{ fieldname: "most_contacts", fieldtype: "Int", label: __("Most Contacts of a Member"), default: 4, reqd: 1 },
		{ fieldname: "most_members", fieldtype: "Int", label: __("Most Members of a Contact"), default: 2, reqd: 1 },
	];
	const make = async (values) => {
		const name = await frappe.xcall("party_affairs.api.contact.suggestions.make", { branch, ...values });
		frappe.set_route("Form", "Contact Suggestion", name);
	};
	frappe.prompt(fields, make, __("Suggest Pairings"), __("Suggest"));
};

// The calendar feed: a secret address that is shown once, and closed by its owner.

const CALENDAR = "party_affairs.api.duties.calendar";

party_affairs.show_calendar_feed = async function () {
	const state = await frappe.xcall(`${CALENDAR}.my_feed`);
	const dialog = new frappe.ui.Dialog({
		title: __("Duties in My Calendar"),
		primary_action_label: state.open ? __("Make a New Address") : __("Make an Address"),
		primary_action: async () => {
			show_calendar_address(dialog, await frappe.xcall(`${CALENDAR}.create_feed`));
		},
	});
	dialog.$body.html(`<p>${__(
		"A calendar on the telephone or computer subscribes to a secret address of your own, and shows by itself what your organisations have to do, your own duties and the meetings to which you are invited. Changes arrive when that calendar reads again, often after hours."
	)}</p><p class="text-muted">${calendar_state_text(state)}</p>`);
	if (state.open) {
		dialog.set_secondary_action_label(__("Close the Address"));
		dialog.set_secondary_action(async () => {
			const { message } = await frappe.xcall(`${CALENDAR}.revoke_feed`);
			dialog.hide();
			frappe.show_alert({ message: party_affairs.text(message), indicator: "green" }, 8);
		});
	}
	dialog.show();
};

function calendar_state_text({ open, created, last_read }) {
	if (!open) return __("You have no address yet.");
	const said = __("You have an address since {0}.", [frappe.datetime.str_to_user(created)]);
	const read = last_read
		? __("It was read last on {0}.", [frappe.datetime.str_to_user(last_read)])
		: __("It was not read yet.");
	return `${said} ${read} ${__("A new one closes it.")}`;
}

function show_calendar_address(dialog, { address, webcal, qr, message }) {
	const text = party_affairs.text;
	dialog.$body.html(`<p role="alert">${text(message)}</p>
		<div class="calendar-address"><input class="form-control" readonly value="${text(address)}" aria-label="${__("Address of the calendar")}">
		<p class="mt-2"><a href="${text(webcal)}">${__("Open in the Calendar of This Device")}</a></p>${qr}</div>`);
	dialog.$body.find("input").on("focus", ({ target }) => target.select());
	dialog.set_primary_action(__("Copy the Address"), () => frappe.utils.copy_to_clipboard(address));
	dialog.get_secondary_btn().addClass("hide");
}

// Let the user choose what he is told, how often, by which way, and when not: the same choices as on the page /party/reminders.
party_affairs.choose_reminders = async function () {
	const { message: choices } = await frappe.call("party_affairs.api.duties.reminders.my_choices");
	const check = (fieldname, label) => ({
		fieldname,
		label,
		fieldtype: "Check",
		default: choices.values[fieldname],
	});
	const select = (fieldname, label, options) => ({
		fieldname,
		label,
		fieldtype: "Select",
		options,
		default: choices.values[fieldname],
		reqd: 1,
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Reminders"),
		fields: [
			select("how_often", __("How Often"), choices.how_often),
			check("by_bell", __("By Bell")),
			check("by_mail", __("By Mail")),
			{ fieldtype: "Section Break", label: __("Of What") },
			...choices.kinds.map(({ field, label }) => check(field, label)),
			{ fieldtype: "Section Break", label: __("Quiet Hours") },
			select("quiet_from", __("Quiet From"), choices.hours),
			{ fieldtype: "Column Break" },
			select("quiet_until", __("Quiet Until"), choices.hours),
			{ fieldtype: "Section Break" },
			check("on_days_off", __("On Days Off Too")),
		],
		primary_action_label: __("Save"),
		async primary_action(values) {
			const kinds = choices.kinds
				.filter(({ field }) => values[field])
				.map(({ field }) => field.replace(/^about_/, ""));
			const { message } = await frappe.call({
				method: "party_affairs.api.duties.reminders.choose",
				args: { ...values, kinds },
				freeze: true,
			});
			dialog.hide();
			frappe.show_alert({ message: message.message, indicator: "green" });
		},
	});
	dialog.show();
};

// The print view offers the papers of this app as Word and Excel too, in the print format that is chosen there.
$(document).on("page-change", () => {
	const [view, doctype] = frappe.get_route();
	const wrapper = frappe.pages.print;
	if (view !== "print" || !wrapper || !wrapper.page) return;
	wrapper.paper_buttons =
		wrapper.paper_buttons ||
		[
			["Word", "docx"],
			["Excel", "xlsx"],
		].map(([label, file_format]) =>
			wrapper.page.add_button(label, () => take_paper(wrapper, file_format), { icon: "small-file" })
		);
	frappe.model.with_doctype(doctype, () => {
		const is_ours = frappe.get_meta(doctype).module === "Party Affairs";
		wrapper.paper_buttons.forEach((button) => $(button).toggle(is_ours));
	});
});

// A refusal is shown where the user is, not as a page of its own.
async function take_paper(wrapper, file_format) {
	const [, doctype, ...parts] = frappe.get_route();
	const name = parts.join("/");
	const chosen = $(wrapper).find('[data-fieldname="print_format"]').find("input, select").first().val();
	const query = new URLSearchParams({ doctype, name, file_format });
	if (chosen && chosen !== "Standard") query.set("print_format", chosen);
	const answer = await fetch(`/api/method/party_affairs.api.papers.download?${query}`);
	if (!answer.ok) {
		const { _server_messages } = await answer.json();
		const messages = JSON.parse(_server_messages || "[]").map((each) => JSON.parse(each).message);
		frappe.msgprint(messages.join("<br>") || __("The file could not be made. Try again, and tell the administrator if it happens again."));
		return;
	}
	const link = document.createElement("a");
	link.href = URL.createObjectURL(await answer.blob());
	link.download = `${__(chosen || doctype)}-${name}.${file_format}`;
	link.click();
	URL.revokeObjectURL(link.href);
}
