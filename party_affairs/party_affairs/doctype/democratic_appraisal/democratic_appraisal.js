const APPRAISALS = "party_affairs.api.appraisal.appraisals";
const APPRAISAL_PAPERS = ["Appraisal Ballot Paper", "Appraisal Summary", "Appraisal Notice"];

frappe.ui.form.on("Democratic Appraisal", {
	setup(frm) {
		submit_after_count(frm);
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["member"], "members");
		const held = (filters) => ({ filters: { branch: frm.doc.branch, docstatus: 1, ...filters } });
		frm.set_query("committee_meeting", () => held({ kind: "Committee Meeting" }));
		frm.set_query("assembly", () => held({ kind: ["in", ["Member Assembly", "Theme Day"]] }));
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) {
			frm.set_value("year", frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear());
		}
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		fix_tables(frm);
		if (frm.doc.docstatus === 0 && !may_submit(frm) && !frm.is_new() && !frm.is_dirty()) {
			frm.page.clear_primary_action();
		}
		if (frm.is_new()) return;
		for (const name of APPRAISAL_PAPERS) {
			frm.add_custom_button(__(name), () => open_paper(frm, name), __("Papers of the Appraisal"));
		}
		show_standing(frm);
		if (frm.perm[0].write) add_steps(frm);
	},

	with_points: (frm) => frm.refresh_field("members"),
});

// Rows follow the members appraised: nobody adds any to the counts, and to the members only before voting.
function fix_tables(frm) {
	const prepared = frm.doc.status === "Being Prepared";
	for (const [table, may_add] of [["members", prepared], ["paper_counts", false], ["results", false]]) {
		frm.set_df_property(table, "cannot_add_rows", may_add ? 0 : 1);
		frm.set_df_property(table, "cannot_delete_rows", may_add ? 0 : 1);
	}
	const decided = ["Votes Counted", "Grades Decided", "Result Announced", "Cancelled"].includes(frm.doc.status);
	const grid = frm.fields_dict.members.grid;
	for (const fieldname of ["opinion", "grade"]) grid.update_docfield_property(fieldname, "read_only", decided ? 0 : 1);
	grid.update_docfield_property("member", "read_only", prepared ? 0 : 1);
	frm.refresh_field("members");
}

// Frappe offers to submit any draft; here that is to decide the grades, which comes after the count.
const may_submit = (frm) => frm.doc.status === "Votes Counted";

function submit_after_count(frm) {
	const offer = frm.show_submit_message;
	frm.show_submit_message = () => may_submit(frm) && offer.call(frm);
}

function add_steps(frm) {
	const steps = {
		"Being Prepared": [open_voting],
		"Voting Open": [mark_on_paper, make_slips, revoke_slips, close_voting, abandon],
		"Voting Closed": [count, abandon],
		"Grades Decided": [announce],
	};
	for (const step of steps[frm.doc.status] || []) step(frm);
}

async function take(frm, step, args = {}) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`${APPRAISALS}.${step}`, { appraisal: frm.doc.name, ...args });
	await frm.reload_doc();
}

function open_voting(frm) {
	frm.add_custom_button(__("Open Voting"), () =>
		frappe.confirm(
			__("The Party members of the branch are put on the roll. Members, times and questions are then fixed. Open voting?"),
			() => take(frm, "open_voting")
		)
	).addClass("btn-primary");
}

function close_voting(frm) {
	frm.add_custom_button(__("Close Voting"), () => take(frm, "close_voting"));
}

function count(frm) {
	frm.add_custom_button(__("Count the Votes"), () =>
		frappe.confirm(
			__("Paper ballots are added to the electronic ones and the urn is destroyed: nothing can be counted again. Are all numbers of the paper ballots entered?"),
			() => take(frm, "count_votes")
		)
	).addClass("btn-primary");
}

function abandon(frm) {
	frm.add_custom_button(
		__("Abandon Voting"),
		() =>
			frappe.confirm(__("All votes are destroyed uncounted, and voting begins anew. Abandon it?"), () =>
				take(frm, "abandon_voting")
			)
	);
}

function announce(frm) {
	frm.add_custom_button(__("Announce the Result"), () =>
		frappe.prompt(
			{ fieldname: "day", fieldtype: "Date", label: __("Result Announced On"), default: frappe.datetime.get_today(), reqd: 1 },
			({ day }) => take(frm, "announce", { day }),
			__("Announce the Result")
		)
	);
}

function mark_on_paper(frm) {
	frm.add_custom_button(__("Votes on Paper"), () => {
		const options = frm.doc.members.map(({ member, member_name }) => ({ value: member, label: member_name }));
		frappe.prompt(
			[
				{ fieldname: "member", fieldtype: "Autocomplete", label: __("Member Name"), options, reqd: 1 },
				{ fieldname: "on_paper", fieldtype: "Check", label: __("Takes a paper ballot"), default: 1 },
			],
			async ({ member, on_paper }) => {
				await frappe.xcall(`${APPRAISALS}.mark_on_paper`, { appraisal: frm.doc.name, member, on_paper });
				frappe.show_alert({ message: __("Noted on the roll."), indicator: "green" });
				frm.refresh();
			},
			__("Votes on Paper")
		);
	});
}

function make_slips(frm) {
	frm.add_custom_button(
		__("Make Slips with Codes"),
		() =>
			frappe.prompt(
				{ fieldname: "number", fieldtype: "Int", label: __("Number of Slips"), default: frm.doc.outside_voters, reqd: 1,
					description: __("The codes are printed once and kept nowhere. Hand the slips out without noting who got which.") },
				({ number }) =>
					open_url_post(`/api/method/${APPRAISALS}.make_slips`, { appraisal: frm.doc.name, number }, true),
				__("Make Slips with Codes"),
				__("Print")
			),
		__("Outside the Party")
	);
}

function revoke_slips(frm) {
	frm.add_custom_button(
		__("Revoke Unused Slips"),
		() =>
			frappe.confirm(__("All slips that have not been used become worthless, and new ones can be printed. Revoke them?"), async () => {
				const number = await frappe.xcall(`${APPRAISALS}.revoke_slips`, { appraisal: frm.doc.name });
				frappe.show_alert({ message: __("{0} slips were revoked.", [number]), indicator: "orange" });
				frm.refresh();
			}),
		__("Outside the Party")
	);
}

function open_paper(frm, format) {
	const query = new URLSearchParams({ doctype: frm.doctype, name: frm.doc.name, format, no_letterhead: 1 });
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
}

// How many have voted, and how many may be excellent; what was voted is told by nobody before the count.
async function show_standing(frm) {
	const appraisal = frm.doc.name;
	const { turnout, quota } = await frappe.xcall(`${APPRAISALS}.standing`, { appraisal });
	if (frm.doc.name !== appraisal) return;
	const column = (title, value) =>
		`<div class="col-sm-3"><div class="text-muted small mb-1">${party_affairs.text(title)}</div><b>${value}</b></div>`;
	const columns = turnout.map(({ electorate, voters, voted }) =>
		column(`${electorate} · ${__("have voted")}`, __("{0} of {1} voters", [voted, voters]))
	);
	columns.push(column(__("At most excellent"), quota));
	frm.dashboard.add_section(`<div class="row">${columns.join("")}</div>`, __("How Voting Stands"));
	frm.dashboard.show();
}
