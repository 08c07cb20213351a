const LEDGERS = {
	organisation_life: "Organisation Life Ledger",
	contact_pairing: "Contact Pairing Ledger",
	public_welfare: "Public Welfare Ledger",
	public_welfare_summary: "Public Welfare Summary",
	contacts_to_visit: "Contacts to Visit",
	opinion_register: "Opinion Register",
	dues_collection: "Dues Collection Ledger",
	member_roster: "Party Member Roster",
	member_statistics: "Member Statistics",
	education_hours: "Education Hours",
	honours_register: "Honours Register",
	two_way_cultivation: "Two Way Cultivation List",
	plan_fulfilment: "Plan and What Was Held",
	resolutions: "Resolutions and Their Follow-up",
	make_ups: "Meetings to Make Up",
	compliance_findings: "Compliance Overview",
	self_checks: "Self-Check Overview",
	evaluation_distribution: "Evaluation Distribution",
	party_notices: "Register of Published Party Affairs",
	venue_checks: "Check of the Rooms",
	study_material: "Inventory of Study Material",
};

// Fields that an organisation has where ERPNext is installed.
const BOOKED_IN = [
	"dues_fund_account",
	"dues_cash_account",
	"dues_bank_account",
	"dues_wechat_account",
	"dues_alipay_account",
	"dues_cost_center",
];

const REQUIREMENTS = "party_affairs.api.organisation.requirements.branch_requirements";

frappe.ui.form.on("Party Branch", {
	setup(frm) {
		frm.set_query("parent_party_branch", () => ({ filters: { is_group: 1, status: "Active" } }));
		for (const fieldname of BOOKED_IN) {
			frm.set_query(fieldname, () => ({ filters: { company: frm.doc.dues_company || "", is_group: 0 } }));
		}
	},

	refresh(frm) {
		if (frm.is_new()) return;
		add_ledger_button(frm);
		frm.add_custom_button(__("Check Duties"), () =>
			party_affairs.run_check(frm.doc.name, () => frm.refresh())
		);
		frm.add_custom_button(
			__("Findings"),
			() => frappe.set_route("List", "Compliance Finding", { branch: frm.doc.name }),
			__("View")
		);
		frm.add_custom_button(
			__("Meeting Calendar"),
			() => frappe.set_route("List", "Party Meeting", "Calendar", "default"),
			__("View")
		);
		frm.add_custom_button(
			__("Requirements on a Day"),
			() => party_affairs.ask_requirements(REQUIREMENTS, { branch: frm.doc.name }),
			__("View")
		);
		if (frappe.model.can_create("Contact Suggestion") && !frm.doc.is_group) {
			frm.add_custom_button(__("Suggest Pairings"), () => party_affairs.suggest_pairings(frm.doc.name));
		}
		if (frappe.model.can_read("Self Check")) {
			frm.add_custom_button(__("Make Self-Check Sheets"), () => make_sheets(frm));
			frm.add_custom_button(
				__("Self-Check Sheets"),
				() => frappe.set_route("List", "Self Check", { branch: frm.doc.name }),
				__("View")
			);
		}
		show_at_a_glance(frm);
	},
});

function add_ledger_button(frm) {
	const fields = [
		{
			fieldname: "ledger",
			fieldtype: "Select",
			label: __("Ledger"),
			options: Object.entries(LEDGERS).map(([value, label]) => ({ value, label: __(label) })),
			default: "organisation_life",
			reqd: 1,
		},
		{
			fieldname: "year",
			fieldtype: "Int",
			label: __("Year"),
			default: frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear(),
			reqd: 1,
		},
		{
			fieldname: "file_format",
			fieldtype: "Select",
			label: __("File Format"),
			options: [
				{ value: "pdf", label: "PDF" },
				{ value: "xlsx", label: "Excel" },
			],
			default: "pdf",
			reqd: 1,
		},
	];
	const open = (values) => {
		const query = new URLSearchParams({ ...values, branch: frm.doc.name });
		window.open(`/api/method/party_affairs.api.ledgers.download?${query}`);
	};
	frm.add_custom_button(__("Print Ledger"), () =>
		frappe.prompt(fields, open, __("Print Ledger"), __("Open Ledger"))
	);
}

// The sheets that the branch ticks (自查表, 六有): of a committee, those of all branches below it.
function make_sheets(frm) {
	const field = {
		fieldname: "year",
		fieldtype: "Int",
		label: __("Year"),
		default: frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear(),
		reqd: 1,
	};
	const make = async ({ year }) => {
		const branch = frm.doc.name;
		const method = "party_affairs.api.duties.self_checks.make_sheets";
		const { message, names } = await frappe.xcall(method, { branch, year });
		frappe.show_alert({ message, indicator: "green" });
		if (names.length) frappe.set_route("List", "Self Check", { branch, year });
	};
	frappe.prompt(field, make, __("Make Self-Check Sheets"), __("Make"));
}

async function show_at_a_glance(frm) {
	const branch = frm.doc.name;
	const glance = await frappe.xcall("party_affairs.api.organisation.glance.branch_at_a_glance", { branch });
	if (frm.doc.name !== branch) return;
	const parts = [members_html(glance.members), duties_html(glance.duties, branch), posts_html(glance.posts)];
	const shown = parts.filter(Boolean);
	if (shown.length) {
		frm.dashboard.add_section(`<div class="row">${shown.join("")}</div>`, __("At a Glance"));
		frm.dashboard.show();
	}
	if (glance.members) party_affairs.show_requirements(frm, REQUIREMENTS, { branch });
}

const column = (title, body) =>
	`<div class="col-sm-4"><div class="text-muted small mb-1">${title}</div>${body}</div>`;

function members_html(members) {
	if (!members) return "";
	const line = (label, number) => `<div>${label} <b>${number}</b></div>`;
	return column(
		__("Party Members"),
		line(__("Full Member"), members.full) + line(__("Probationary Member"), members.probationary)
	);
}

function duties_html(duties, branch) {
	if (!duties) return "";
	const title = `${__("Duties")} · ${duties.time}`;
	if (!duties.numbers.length) return column(title, `<div>${__("Not checked yet")}</div>`);
	const indicator = ([status, number]) =>
		`<span class="indicator-pill ${party_affairs.DUTY_COLOURS[status]} mr-1 mb-1">${__(status)} ${number}</span>`;
	const shown = duties.numbers.filter(([, number]) => number);
	return column(title, shown.map(indicator).join(""));
}

function posts_html(posts) {
	if (!posts) return "";
	if (!posts.length) return column(__("Posts Held"), `<div>${__("Nobody holds a post.")}</div>`);
	const text = party_affairs.text;
	const row = (post) => `<div>${text(post.post)}：${text(post.member_name)}</div>`;
	return column(__("Posts Held"), posts.map(row).join(""));
}
