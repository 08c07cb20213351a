const COLOURS = { Matched: "blue", Doubtful: "orange", Ignored: "gray", Collected: "green" };
const STATES = {
	Matched: __("Matched"),
	Doubtful: __("Doubtful"),
	Ignored: __("Ignored"),
	Collected: __("Line Collected"),
};
const ORDER = ["Doubtful", "Matched", "Ignored", "Collected"];
const PROBLEMS_SHOWN = 100;
const text = (value) => party_affairs.text(value);
const yuan = (value) => format_number(value, "#,###.##", 2);

frappe.ui.form.on("Party Dues Statement", {
	setup(frm) {
		party_affairs.limit_branches(frm);
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
	},

	refresh(frm) {
		frm.dashboard.clear_headline();
		frm.get_field("lines_html").html(frm.is_new() ? "" : lines_html(frm));
		if (frm.is_new()) return;
		frm.get_field("lines_html")
			.$wrapper.find("[data-line]")
			.on("click", (event) => {
				event.preventDefault();
				const { line, action } = event.currentTarget.dataset;
				const row = frm.doc.lines.find(({ name }) => name === line);
				({ decide, ignore, reopen })[action](frm, row);
			});
		say_what_comes_next(frm);
		if (!may_write(frm) || frm.is_dirty()) return;
		const is_unread = frm.doc.read_file !== frm.doc.file;
		const read = frm.add_custom_button(__("Read File"), () => read_file(frm));
		if (is_unread) read.addClass("btn-primary");
		if (!frm.doc.read_file) return;
		frm.add_custom_button(__("Match Again"), () => change(frm, "match_again"));
		if (frm.doc.matched_count) {
			const label = __("Collect {0} Matched Lines", [frm.doc.matched_count]);
			const collect = frm.add_custom_button(label, () => collect_matched(frm));
			if (!is_unread) collect.addClass("btn-primary");
		}
	},
});

const may_write = (frm) => frm.perm[0] && frm.perm[0].write;

function say_what_comes_next(frm) {
	const { doc } = frm;
	if (!doc.read_file) return;
	if (doc.doubtful_count) {
		const sentence = __("{0} lines are doubtful: decide each of them, or ignore it with a reason.", [doc.doubtful_count]);
		frm.dashboard.set_headline_alert(sentence, "orange");
	} else if (doc.matched_count) {
		frm.dashboard.set_headline_alert(__("All lines are clear: collect the matched ones."), "blue");
	} else {
		frm.dashboard.set_headline_alert(__("Nothing is left to do with this statement."), "green");
	}
}

// The doubtful lines first: they are what somebody has to look at.
function lines_html(frm) {
	const lines = [...(frm.doc.lines || [])].sort(
		(one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.idx - other.idx
	);
	if (!lines.length) {
		const sentence = frm.doc.read_file
			? __("The file holds no line that was not brought in earlier.")
			: __("Read the file to see its lines here.");
		return `<div class="text-muted mb-3">${sentence}</div>`;
	}
	const heads = [
		[__("Row"), "4%"],
		[__("Paid On"), "9%"],
		[__("Payer"), "14%"],
		[__("Amount (Yuan)"), "9%", "text-right"],
		[__("Payment Note"), "16%"],
		[__("Matching"), "8%"],
		[__("Member and Months"), ""],
		["", "13%"],
	];
	const head = heads
		.map(([label, width, css]) => `<th class="${css || ""}" style="width: ${width}">${label}</th>`)
		.join("");
	return `<div class="table-responsive mb-3"><table class="table table-bordered mb-0">
		<thead><tr class="text-muted">${head}</tr></thead>
		<tbody>${lines.map((line) => line_html(frm, line)).join("")}</tbody></table></div>`;
}

function line_html(frm, line) {
	const small = (value) => (value ? `<div class="text-muted small">${text(value)}</div>` : "");
	const voluntary = line.voluntary ? __("of which {0} yuan voluntary", [yuan(line.voluntary)]) : "";
	const receipt = line.receipt
		? `<a class="small" href="/app/party-dues-receipt/${encodeURIComponent(line.receipt)}">${__("Receipt of the Line")}</a>`
		: "";
	return `<tr><td>${line.row}</td>
		<td class="text-nowrap">${text(frappe.datetime.str_to_user(line.paid_on))}${small(line.paid_at)}</td>
		<td>${text(line.payer)}</td>
		<td class="text-right text-nowrap">${yuan(line.amount)}</td>
		<td>${text(line.note)}${small(line.transaction_no)}</td>
		<td><span class="indicator-pill ${COLOURS[line.state]} no-indicator-dot text-nowrap">${STATES[line.state]}</span></td>
		<td>${text(line.member_name)}${small(line.months)}${small(voluntary)}${reason_html(line)}${receipt}</td>
		<td class="text-right text-nowrap">${may_write(frm) ? actions_html(line) : ""}</td></tr>`;
}

const DOUBT = 'class="small" style="color: var(--text-on-orange)"';
const reason_html = (line) =>
	line.reason ? `<div ${line.state === "Doubtful" ? DOUBT : 'class="text-muted small"'}>${text(line.reason)}</div>` : "";

function actions_html(line) {
	const button = (action, label) =>
		`<button class="btn btn-xs btn-default mb-1" data-line="${text(line.name)}" data-action="${action}">${label}</button>`;
	if (line.state === "Doubtful") return `${button("decide", __("Decide"))} ${button("ignore", __("Ignore"))}`;
	if (line.state === "Collected") return "";
	return line.decided_by ? button("reopen", __("Take Back")) : button("decide", __("Decide"));
}

async function read_file(frm) {
	const answer = await frappe.xcall("party_affairs.api.dues.statements.read_file", { name: frm.doc.name });
	if (!answer.count) {
		await frm.reload_doc();
		return;
	}
	const rows = answer.problems.map(
		({ row, column, value, reason }) =>
			`<tr><td>${row || ""}</td><td>${text(column)}</td><td>${text(value)}</td><td>${text(reason)}</td></tr>`
	);
	const heads = [__("Row"), __("Column"), __("Value"), __("Reason")];
	frappe.msgprint({
		title: __("Nothing Was Brought In"),
		indicator: "red",
		wide: true,
		message: `<p>${__("{0} problems were found. Correct the file, or export it anew, and read it again.", [answer.count])}</p>
			<table class="table table-bordered"><thead><tr class="text-muted">
			${heads.map((label) => `<th>${label}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>
			${answer.count > PROBLEMS_SHOWN ? __("The first {0} are listed.", [PROBLEMS_SHOWN]) : ""}`,
	});
}

function collect_matched(frm) {
	const total = frm.doc.lines
		.filter(({ state }) => state === "Matched")
		.reduce((sum, { amount }) => sum + amount, 0);
	const question = __("Write receipts for {0} lines, {1} yuan in all?", [frm.doc.matched_count, yuan(total)]);
	frappe.confirm(question, async () => {
		const count = await change(frm, "collect_matched");
		if (count !== undefined) {
			frappe.show_alert({ message: __("{0} receipts were written.", [count]), indicator: "green" });
		}
	});
}

function decide(frm, line) {
	const dialog = new frappe.ui.Dialog({
		title: __("Whose Payment Is It?"),
		fields: [
			{ fieldname: "about", fieldtype: "HTML", options: about_html(line) },
			{
				fieldname: "member",
				fieldtype: "Link",
				label: __("Party Member"),
				options: "Party Member",
				reqd: 1,
				get_query: () => ({ filters: { branch: frm.doc.branch } }),
				onchange: () => offer_months(frm, line, dialog),
			},
			{ fieldname: "twins_html", fieldtype: "HTML" },
			{
				fieldname: "another",
				fieldtype: "Check",
				label: __("It is another payment"),
				hidden: 1,
			},
			{ fieldname: "months_html", fieldtype: "HTML" },
			{
				fieldname: "voluntary",
				fieldtype: "Currency",
				label: __("Of Which Voluntary Extra (Yuan)"),
				default: line.voluntary || 0,
			},
		],
		primary_action_label: __("Confirm"),
		primary_action: async ({ member, voluntary, another }) => {
			if (dialog.has_twins && !another) {
				frappe.show_alert({
					message: __("Tick that it is another payment, or close the dialog and ignore the line."),
					indicator: "orange",
				});
				return;
			}
			const months = [...dialog.$wrapper[0].querySelectorAll("[data-month]:checked")].map(
				(box) => box.dataset.month
			);
			const done = await change(frm, "decide", {
				line: line.name,
				member,
				months,
				voluntary: voluntary || 0,
				another: another ? 1 : 0,
			});
			if (done !== undefined) dialog.hide();
		},
	});
	dialog.show();
	if (line.member) dialog.set_value("member", line.member).then(() => offer_months(frm, line, dialog));
}

const about_html = (line) => `<div class="mb-3">${text(frappe.datetime.str_to_user(line.paid_on))} ${text(line.paid_at)} ·
	<b>${text(line.payer)}</b> · <b>${yuan(line.amount)}</b> ${__("yuan")}
	<div class="text-muted small">${text(line.note)}</div>
	${reason_html(line)}</div>`;

async function offer_months(frm, line, dialog) {
	const member = dialog.get_value("member");
	const field = dialog.get_field("months_html");
	if (!member || field.member === member) return;
	field.member = member;
	field.$wrapper.empty();
	const choices = await frappe.xcall("party_affairs.api.dues.statements.choices", {
		name: frm.doc.name,
		line: line.name,
		member,
	});
	if (field.member !== member) return;
	show_twins(dialog, choices.twins);
	const boxes = choices.months.map(
		({ month, amount }) => `<div class="col-sm-4"><label class="mb-1">
			<input type="checkbox" data-month="${text(month)}" ${choices.proposed.includes(month) ? "checked" : ""}>
			${text(month.slice(0, 7))} <span class="text-muted small">${yuan(amount)}</span></label></div>`
	);
	field.$wrapper.html(
		boxes.length
			? `<label class="control-label">${__("Months Covered")}</label><div class="row mb-3">${boxes.join("")}</div>`
			: `<div class="text-muted mb-3">${__("Nothing is open for this member: the payment can only be a voluntary extra.")}</div>`
	);
}

// Where the money may be there already: each place opens what is written there.
function show_twins(dialog, twins) {
	dialog.has_twins = twins.length > 0;
	dialog.set_df_property("another", "hidden", dialog.has_twins ? 0 : 1);
	const links = twins.map(({ place, document }) =>
		document
			? `<li><a href="/app/${frappe.router.slug(document[0])}/${encodeURIComponent(document[1])}" target="_blank">${text(place)}</a></li>`
			: `<li>${text(place)}</li>`
	);
	dialog
		.get_field("twins_html")
		.$wrapper.html(
			links.length
				? `<div class="mb-2" style="color: var(--text-on-orange)">${__("Perhaps the same payment:")}<ul class="mb-0">${links.join("")}</ul></div>`
				: ""
		);
}

function ignore(frm, line) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		reqd: 1,
		default: line.twins ? __("The same payment is there already.") : "",
	};
	const save = (values) => change(frm, "ignore", { line: line.name, ...values });
	frappe.prompt(reason, save, __("Ignore Row {0}", [line.row]), __("Confirm"));
}

const reopen = (frm, line) => change(frm, "reopen", { line: line.name });

// What the server answers (null where it has nothing to say), undefined if it refused.
async function change(frm, method, values = {}) {
	try {
		const answer = await frappe.xcall(`party_affairs.api.dues.statements.${method}`, {
			name: frm.doc.name,
			...values,
		});
		await frm.reload_doc();
		return answer === undefined ? null : answer;
	} catch {
		return undefined; // Frappe has shown why
	}
}
