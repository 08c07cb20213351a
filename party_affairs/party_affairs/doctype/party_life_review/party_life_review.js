const PAPERS = [
	"Life Review Set",
	"Life Review Plan",
	"Life Review Study Record",
	"Life Review Opinions",
	"Life Review Talks",
	"Life Review Self Examinations",
	"Life Review Branch Examination",
	"Life Review Minutes",
	"Life Review Personal Problems",
	"Life Review Rectification List",
	"Life Review Situation Report",
];
const OF_PERSONS = ["Life Review Self Examinations", "Life Review Minutes", "Life Review Personal Problems"];
const PHASES = { before: __("Before the Meeting"), during: __("At the Meeting"), after: __("After the Meeting") };
const STATE_COLOURS = { open: "orange", overdue: "red", closed: "green", closed_late: "yellow" };
const STATES = {
	open: __("Item Open"),
	overdue: __("Item Overdue"),
	closed: __("Item Closed"),
	closed_late: __("Item Closed Late"),
};
const text = (value) => party_affairs.text(value);

frappe.ui.form.on("Party Life Review", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["talks_confirmed_by"]);
		party_affairs.limit_members(frm, ["responsible"], "measures");
		const meetings = () => ({ filters: { branch: frm.doc.branch || "", docstatus: 1 } });
		frm.set_query("meeting", meetings);
		frm.set_query("meeting", "studies", meetings);
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		await party_affairs.prefill_branch(frm);
		if (!frm.doc.year) {
			await frm.set_value("year", frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear());
		}
	},

	async refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		frm.get_field("overview_html").html("");
		frm.get_field("record_html").html("");
		if (frm.is_new()) return;
		const review = frm.doc.name;
		const progress = await frappe.xcall("party_affairs.api.meetings.life_reviews.progress", { review });
		if (frm.doc.name !== review) return;
		frm.get_field("overview_html").html(overview_html(frm, progress));
		frm.get_field("overview_html")
			.$wrapper.find("[data-item]")
			.on("click", (event) => {
				event.preventDefault();
				const { item, action } = event.currentTarget.dataset;
				action === "close" ? close_item(frm, item) : reopen_item(frm, item);
			});
		show_record(frm, progress.record);
		for (const name of PAPERS) {
			if (OF_PERSONS.includes(name) && !progress.record) continue;
			frm.add_custom_button(__(name), () => open_paper(frm, name), __("Papers of the Life Review"));
		}
	},
});

// Before, at and after the meeting: what is there, what is lacking, and what comes next.
function overview_html(frm, progress) {
	const phase = (key) => {
		const rows = progress.elements.filter((element) => element.phase === key).map(element_html);
		// The guide asks for these before the appraisal; many branches have them for the life review too.
		if (key === "before") rows.push(element_html({ label: __("Personal examinations"), found: progress.self_reviews }));
		return `<div class="col-sm-4 mb-3">
			<div class="mb-2 pb-1 font-weight-bold border-bottom">${PHASES[key]}</div>${rows.join("")}</div>`;
	};
	const colour = frm.doc.status === "Completed" ? "green" : "orange";
	return `<div class="mb-3">
		<div class="mb-3"><span class="indicator ${colour}"></span>${__("Next Step")}：<b>${text(progress.next)}</b></div>
		<div class="row">${Object.keys(PHASES).map(phase).join("")}</div>
		${items_html(frm, progress)}
	</div>`;
}

function element_html({ label, found }) {
	const mark = found ? '<span class="text-success">✓</span>' : '<span class="text-muted">○</span>';
	const number = found > 1 ? `<span class="text-muted small ml-1">${found}</span>` : "";
	return `<div class="mb-1"><span style="display: inline-block; width: 1.4em">${mark}</span>${text(label)}${number}</div>`;
}

function items_html(frm, progress) {
	if (!progress.items.length) return "";
	const rows = progress.items.map(({ row, state, closed_by }) => {
		const item = (frm.doc.measures || []).find(({ name }) => name === row);
		if (!item) return "";
		const is_closed = state.startsWith("closed");
		const what = is_closed
			? [frappe.datetime.str_to_user(item.closed_on), text(item.evidence), text(closed_by)].filter(Boolean).join(" · ")
			: "";
		return `<tr><td>${text(item.problem)}<div class="text-muted small">${text(item.measure)}</div></td>
			<td class="text-nowrap">${text(item.responsible_name)}</td>
			<td class="text-nowrap">${item.deadline ? text(frappe.datetime.str_to_user(item.deadline)) : ""}</td>
			<td><span class="indicator-pill ${STATE_COLOURS[state]} no-indicator-dot">${STATES[state]}</span>
				<div class="text-muted small">${what}</div></td>
			<td class="text-right">${progress.may_close ? action_html(row, is_closed) : ""}</td></tr>`;
	});
	return `<div class="table-responsive"><table class="table table-bordered mb-0">
		<thead><tr class="text-muted"><th>${__("Rectification List")}</th>
			<th style="width: 12%">${__("Responsible Member")}</th><th style="width: 12%">${__("Deadline")}</th>
			<th style="width: 26%">${__("State of the Item")}</th><th style="width: 9%"></th></tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}

const action_html = (row, is_closed) =>
	is_closed
		? `<a href="#" class="text-muted small" data-item="${text(row)}" data-action="reopen">${__("Open Again")}</a>`
		: `<button class="btn btn-xs btn-default" data-item="${text(row)}" data-action="close">${__("Close Item")}</button>`;

async function close_item(frm, row) {
	if (frm.is_dirty()) await frm.save();
	const fields = [
		{
			fieldname: "closed_on",
			fieldtype: "Date",
			label: __("Item Closed On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "evidence", fieldtype: "Small Text", label: __("Evidence of Rectification"), reqd: 1 },
	];
	const save = (values) => change(frm, "close_measure", { row, ...values });
	frappe.prompt(fields, save, __("Close Item"), __("Confirm"));
}

async function reopen_item(frm, row) {
	if (frm.is_dirty()) await frm.save();
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	frappe.prompt(reason, (values) => change(frm, "reopen_measure", { row, ...values }), __("Open Again"), __("Confirm"));
}

const change = (frm, method, values) =>
	frappe.call({
		method: `party_affairs.api.meetings.life_reviews.${method}`,
		args: { review: frm.doc.name, ...values },
		callback: () => frm.reload_doc(),
	});

// What was said about persons is a document of its own, which stays within the branch.
function show_record(frm, record) {
	const field = frm.get_field("record_html");
	if (!record) {
		field.html(`<p class="text-muted small">${__("What was said about persons stays at the branch.")}</p>`);
		return;
	}
	if (!record.name && !(record.may_create && frm.doc.meeting)) return;
	const label = record.name ? __("Open the Record of Criticism") : __("Prepare the Record of Criticism");
	field.html(`<label class="control-label">${__("Criticism and Self-Criticism")}</label>
		<div><button class="btn btn-sm btn-default">${label}</button></div>
		<p class="help-box small text-muted">${__("Read by the secretary and the organisation commissioner of the branch alone")}</p>`);
	field.$wrapper.find("button").on("click", async () => {
		if (!record.name && frm.is_dirty()) await frm.save();
		const name =
			record.name ||
			(await frappe.xcall("party_affairs.api.meetings.life_reviews.prepare_record", { review: frm.doc.name }));
		frappe.set_route("Form", "Life Review Criticism", name);
	});
}

function open_paper(frm, format) {
	const query = new URLSearchParams({ doctype: frm.doctype, name: frm.doc.name, format, no_letterhead: 1 });
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
}
