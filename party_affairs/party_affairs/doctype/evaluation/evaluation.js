const SHEETS = "party_affairs.api.evaluation.sheets";

frappe.ui.form.on("Evaluation", {
	setup(frm) {
		frm.set_query("scheme", () => ({ filters: { is_active: 1 } }));
		// Sheets become final with their round, and a final one is withdrawn with the reason.
		frm.show_submit_message = () => {};
	},

	refresh(frm) {
		frm.set_df_property("scores", "cannot_add_rows", 1);
		frm.set_df_property("scores", "cannot_delete_rows", 1);
		if (frm.is_new()) return;
		if (frm.doc.is_example) frm.dashboard.set_headline(__("By an example scheme that no resolution has adopted."), "orange");
		if (frm.doc.docstatus === 0 && frm.doc.unjudged) {
			frm.set_intro(__("{0} criteria are still to be judged.", [frm.doc.unjudged]), "orange");
		}
		if (frm.doc.round) {
			frm.add_custom_button(__("To the Evaluation"), () => frappe.set_route("Form", "Evaluation Round", frm.doc.round));
		}
		if (frm.doc.docstatus === 0) frm.page.btn_primary.filter(`[data-label="${encodeURIComponent(__("Submit"))}"]`).hide();
		if (frm.doc.docstatus === 1) add_withdraw(frm);
		show_sheet(frm);
	},
});

function add_withdraw(frm) {
	if (!frm.perm[0].submit) return;
	frm.page.clear_secondary_action();
	frm.add_custom_button(__("Withdraw the Result"), () =>
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Withdrawn Because"), reqd: 1 },
			async ({ reason }) => {
				const successor = await frappe.xcall(`${SHEETS}.withdraw`, { sheet: frm.doc.name, reason });
				if (!successor) return frm.reload_doc();
				frappe.show_alert({ message: __("This sheet follows the one that was withdrawn. It is published and decided on again with its evaluation."), indicator: "blue" });
				frappe.set_route("Form", "Evaluation", successor);
			},
			__("Withdraw the Result")
		)
	);
}

async function show_sheet(frm) {
	const sheet = frm.doc.name;
	const view = await frappe.xcall(`${SHEETS}.sheet_view`, { sheet });
	if (frm.doc.name !== sheet) return;
	const stars = "★".repeat(frm.doc.stars || 0) + "☆".repeat(Math.max(view.most_stars - (frm.doc.stars || 0), 0));
	const area = frm.get_field("sheet_view").$wrapper.empty().addClass("evaluation-sheet");
	const head = $("<div class='evaluation-head'>").appendTo(area);
	$("<div class='evaluation-picture'>").html(view.picture).appendTo(head);
	const result = $("<div class='evaluation-result'>").appendTo(head);
	$("<div class='evaluation-stars'>").text(frm.doc.unjudged ? __("To Be Judged") : stars).appendTo(result);
	$("<div>").text([frm.doc.band, `${format(frm.doc.total)} / ${format(frm.doc.whole)}`].filter(Boolean).join(" · ")).appendTo(result);
	if (frm.doc.bonus) $("<div class='text-muted'>").text(`${__("Bonus")} +${format(frm.doc.bonus)}`).appendTo(result);
	if (frm.doc.deduction) $("<div class='text-muted'>").text(`${__("Deduction")} −${format(frm.doc.deduction)}`).appendTo(result);
	if (frm.doc.veto) $("<div class='text-danger'>").text(frm.doc.veto).appendTo(result);
	let dimension = null;
	for (const line of view.lines) {
		const heading = line.dimension || (line.line === "Criterion" ? "" : __(line.line));
		if (heading && heading !== dimension) $("<h6 class='evaluation-dimension'>").text(heading).appendTo(area);
		dimension = heading;
		show_line(frm, line, area);
	}
	if (view.may_self_evaluate) {
		frm.add_custom_button(__("Enter the Self-Evaluation"), () => self_evaluate(frm, view.lines));
	}
}

const format = (number) => String(Math.round((number || 0) * 100) / 100);

function show_line(frm, line, area) {
	const row = $("<div class='evaluation-line'>").appendTo(area);
	const top = $("<div class='evaluation-line-top'>").appendTo(row);
	$("<span>").text(line.title).appendTo(top);
	const figures = { "Not Demanded": __("Not demanded"), Awaiting: __("To be judged") }[line.line === "Criterion" ? line.state : ""];
	let points = figures;
	if (line.line === "Veto") points = line.holds ? __("Holds") : __("Does not hold");
	else if (!points) points = line.max_points ? `${format(line.points)} / ${format(line.max_points)}` : format(line.points);
	$("<b>").text(points).appendTo(top);
	if (line.line === "Criterion" && line.state === "Scored" && line.max_points) {
		const bar = $("<div class='evaluation-bar'>").appendTo(row);
		$("<div>").css("width", `${Math.min((100 * line.points) / line.max_points, 100)}%`).appendTo(bar);
	}
	const bottom = $("<div class='text-muted small'>").appendTo(row);
	$("<span>").text([line.measure || __(line.source), line.basis].filter(Boolean).join("：")).appendTo(bottom);
	if (line.records || line.missing) {
		const told = [
			line.records ? __("{0} records counted", [line.records]) : "",
			line.missing ? __("{0} missing", [line.missing]) : "",
		];
		$("<a href='#' class='ml-2 evaluation-behind'>")
			.text(told.filter(Boolean).join(" · "))
			.on("click", (event) => {
				event.preventDefault();
				show_records(frm, line);
			})
			.appendTo(bottom);
	}
	if (line.self_basis || line.self_points) {
		$("<div class='small'>")
			.text(`${__("Self-Evaluation")}：${[format(line.self_points), line.self_basis].filter(Boolean).join("，")}`)
			.appendTo(row);
	}
}

async function show_records(frm, line) {
	const found = await frappe.xcall(`${SHEETS}.records_behind`, { sheet: frm.doc.name, criterion_key: line.criterion_key });
	const list = (records, title) => {
		if (!records.length) return "";
		const items = records.map((record) => {
			const text = party_affairs.text([record.day, record.title, record.about].filter(Boolean).join(" "));
			const link = frappe.utils.get_form_link(record.doctype, record.name);
			return `<li class="mb-1"><span class="text-muted mr-2">${__(record.doctype)}</span><a href="${link}">${text}</a></li>`;
		});
		return `<h6>${title}</h6><ul class="list-unstyled">${items.join("")}</ul>`;
	};
	const others = found.others ? `<p class="text-muted">${__("{0} further records that you may not read.", [found.others])}</p>` : "";
	const dialog = new frappe.ui.Dialog({ title: line.title });
	dialog.$body.html(
		`<div class="p-3"><p>${party_affairs.text(found.basis)}</p>${list(found.records, __("Records Behind It"))}${list(found.missing, __("Missing"))}${others}</div>`
	);
	dialog.$body.on("click", "a", () => dialog.hide());
	dialog.show();
}

function self_evaluate(frm, lines) {
	const asked = lines.filter((line) => line.line === "Criterion");
	const fields = [
		{ fieldname: "summary", fieldtype: "Small Text", label: __("Summary by the Evaluated"), reqd: 1, default: frm.doc.self_summary },
	];
	for (const line of asked) {
		fields.push({ fieldtype: "Section Break", label: `${line.title}（${format(line.max_points)}）`, collapsible: 1 });
		fields.push({ fieldname: `points_${line.criterion_key}`, fieldtype: "Float", label: __("Points"), default: line.self_points, precision: 2 });
		fields.push({ fieldtype: "Column Break" });
		fields.push({ fieldname: `basis_${line.criterion_key}`, fieldtype: "Small Text", label: __("Reason"), default: line.self_basis });
	}
	frappe.prompt(
		fields,
		async (values) => {
			const rows = {};
			for (const { criterion_key } of asked) {
				const [points, basis] = [values[`points_${criterion_key}`], values[`basis_${criterion_key}`]];
				if (points || basis) rows[criterion_key] = { points: points || 0, basis };
			}
			await frappe.xcall(`${SHEETS}.self_evaluate`, { sheet: frm.doc.name, summary: values.summary, rows });
			frm.reload_doc();
		},
		__("Enter the Self-Evaluation"),
		__("Save")
	);
}
