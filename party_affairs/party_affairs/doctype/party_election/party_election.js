const ON_THE_BALLOT = { candidates: "member", exclusions: "member", votes: "member" };
const PAPERS = [
	"Election Request",
	"Election Candidates Request",
	"Election Candidate List",
	"Election Rules",
	"Election Officers List",
	"Election Ballot",
	"Election Tally Sheet",
	"Election Count Report",
	"Election Result Report",
];
const NEXT_STEPS = {
	complete: __("All seats are filled"),
	repeat: __("The round is void: vote again"),
	vote_again: __("Equal votes: vote again among the tied"),
	further_round: __("Seats are open"),
};

frappe.ui.form.on("Party Election", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
		party_affairs.limit_members(frm, ["chair"]);
		party_affairs.limit_members(frm, ["member"], "officers");
		for (const [table, fieldname] of Object.entries(ON_THE_BALLOT)) limit_to_full_members(frm, table, fieldname);
		frm.set_query("member", "appointments", () => elected_members(frm));
		frm.set_query("meeting", () => ({
			filters: { branch: frm.doc.branch, meeting_date: frm.doc.held_on, docstatus: 1 },
		}));
	},

	onload: party_affairs.prefill_branch,
	branch: bring_in_beginnings,

	refresh(frm) {
		if (frm.is_new()) return;
		for (const name of PAPERS) {
			frm.add_custom_button(__(name), () => open_paper(frm, name), __("Election Papers"));
		}
		show_standing(frm);
	},
});

frappe.ui.form.on("Party Election Ballot", {
	// Usually everybody present gets a ballot and hands it in again, so the numbers follow until they are typed.
	present: (frm, doctype, name) => follow(doctype, name, "present", ["issued", "returned", "valid"]),
	issued: (frm, doctype, name) => follow(doctype, name, "issued", ["returned", "valid"]),
	returned: (frm, doctype, name) => follow(doctype, name, "returned", ["valid"]),
});

function follow(doctype, name, from, fieldnames) {
	const row = locals[doctype][name];
	for (const fieldname of fieldnames) {
		if (!row[fieldname]) frappe.model.set_value(doctype, name, fieldname, row[from]);
	}
}

function limit_to_full_members(frm, table, fieldname) {
	frm.set_query(fieldname, table, () => {
		const filters = { status: ["in", ["On Register", "Floating"]], stage: "Full Member" };
		if (frm.doc.branch) filters.branch = ["descendants of (inclusive)", frm.doc.branch];
		return { filters };
	});
}

function elected_members(frm) {
	const elected = (frm.doc.votes || []).filter((row) => row.outcome === "Elected").map((row) => row.member);
	const filters = { branch: ["descendants of (inclusive)", frm.doc.branch] };
	if (elected.length && frm.doc.kind === "Term Election") filters.name = ["in", elected];
	return { filters };
}

async function bring_in_beginnings(frm) {
	const { branch } = frm.doc;
	if (!branch || !frm.is_new() || (frm.doc.seats || []).length) return;
	const begin = await frappe.xcall("party_affairs.api.organisation.elections.beginnings", { branch });
	if (frm.doc.branch !== branch) return;
	await frm.set_value({ has_committee: begin.has_committee, term_years: begin.term_years });
	begin.seats.forEach((seat) => frm.add_child("seats", seat));
	frm.refresh_field("seats");
}

function open_paper(frm, format) {
	const query = new URLSearchParams({ doctype: frm.doctype, name: frm.doc.name, format, no_letterhead: 1 });
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
}

function add_round_button(frm) {
	if (frm.doc.docstatus !== 0 || !frm.doc.held_on || !frm.perm[0].write) return;
	const label = (frm.doc.ballots || []).length ? __("Prepare Next Round") : __("Bring in Electors and Candidates");
	frm.add_custom_button(label, async () => {
		if (frm.is_dirty()) await frm.save();
		const election = frm.doc.name;
		const { rounds } = await frappe.xcall("party_affairs.api.organisation.elections.prepare_round", { election });
		await frm.reload_doc();
		const named = rounds.map(({ office, round }) => __("{0}, round {1}", [__(office), round]));
		frappe.show_alert({ message: __("Ready to be filled in: {0}", [named.join("；")]), indicator: "green" });
		frm.scroll_to_field("ballots");
	});
}

async function show_standing(frm) {
	const election = frm.doc.name;
	const standing = await frappe.xcall("party_affairs.api.organisation.elections.standing", { election });
	if (frm.doc.name !== election) return;
	if (standing.offices.some(({ next }) => next !== "complete")) add_round_button(frm);
	const columns = standing.offices.map(office_html);
	if (standing.register) columns.unshift(electors_html(standing.register));
	const remarks = standing.remarks.map((remark) => `<div class="indicator orange small">${party_affairs.text(remark)}</div>`);
	if (!columns.length) return;
	frm.dashboard.add_section(
		`<div class="row">${columns.join("")}</div>${remarks.join("")}`,
		__("The Election at a Glance")
	);
	frm.dashboard.show();
}

const column = (title, lines) =>
	`<div class="col-sm-3"><div class="text-muted small mb-1">${title}</div>${lines
		.map((line) => `<div>${line}</div>`)
		.join("")}</div>`;

function electors_html({ full_members, entitled, needed, barred, day }) {
	const lines = [
		`${__("Full Member")} <b>${full_members}</b>`,
		`${__("Electors Expected")} <b>${entitled}</b>`,
		`${__("At least present")} <b>${needed}</b>`,
	];
	const names = barred.map(({ name, reason }) => party_affairs.text(`${name}（${reason}）`));
	if (names.length) lines.push(`<span class="small text-muted">${names.join("、")}</span>`);
	return column(__("Register of {0}", [frappe.datetime.str_to_user(day)]), lines);
}

function office_html({ office, elected, open_seats, next, counted }) {
	const text = party_affairs.text;
	const lines = [elected.length ? elected.map((name) => `<b>${text(name)}</b>`).join("、") : "—"];
	if (counted) {
		const colour = next === "complete" ? "green" : "orange";
		const open = open_seats ? ` ${open_seats}` : "";
		lines.push(`<span class="indicator-pill ${colour}">${NEXT_STEPS[next]}${open}</span>`);
	} else {
		lines.push(`<span class="indicator-pill gray">${__("Not counted yet")}</span>`);
	}
	return column(text(office), lines);
}
