const PROBLEMS_SHOWN = 200;
const METHODS = "party_affairs.api.importing.";
const text = (value) => party_affairs.text(value);

frappe.ui.form.on("Party Year Import", {
	setup(frm) {
		party_affairs.limit_branches(frm);
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) {
			frm.set_value("year", frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear());
		}
	},

	refresh(frm) {
		frm.dashboard.clear_headline();
		frm.dashboard.hide_progress();
		show_outcome(frm);
		frm.get_field("problems_html").html(frm.is_new() ? "" : marked_html(frm.doc) + problems_html(frm.doc.errors || []));
		show_preview(frm);
		frm.add_custom_button(__("Download Template"), () => download_template(frm));
		if (frm.is_new() || frm.is_dirty()) return;
		if (party_affairs.AT_WORK.includes(frm.doc.status)) {
			party_affairs.follow_work(
				frm,
				METHODS + "get_progress",
				__(frm.doc.task || "Import Year"),
				__("The work was broken off before its end. Nothing was changed; start it again.")
			);
		}
		if (frm.perm[0] && frm.perm[0].write) add_steps(frm);
	},
});

// --- what can be done next

function add_steps(frm) {
	const { status } = frm.doc;
	if (party_affairs.AT_WORK.includes(status)) {
		frm.add_custom_button(__("Call Off"), () => call_off(frm)).addClass("btn-danger");
		return;
	}
	const has_problems = (frm.doc.errors || []).length > 0;
	const preview = frm.add_custom_button(__("Preview Import"), () => start(frm, "preview"));
	const whole = frm.add_custom_button(__("Import Year"), () => start(frm, "start"));
	const judged = ["Previewed", "Failed"].includes(status);
	if (judged && has_problems) {
		const right = frm.add_custom_button(__("Import What Is Right"), () => import_right(frm));
		if (status === "Previewed") right.addClass("btn-primary");
	}
	if (status === "Previewed" && !has_problems) whole.addClass("btn-primary");
	if (["Draft", "Cancelled"].includes(status)) preview.addClass("btn-primary");
	if (frm.doc.__onload && frm.doc.__onload.can_be_undone) {
		frm.add_custom_button(__("Undo Import"), () => undo(frm));
	}
}

async function start(frm, method, values = {}) {
	await frappe.xcall(METHODS + method, { name: frm.doc.name, ...values });
	await frm.reload_doc();
}

function import_right(frm) {
	frappe.confirm(
		__("Rows without problems are imported; the others stay out, and you get your workbook back with their cells marked. Go on?"),
		() => start(frm, "start", { keep_right: 1 })
	);
}

function undo(frm) {
	frappe.confirm(
		__("All that this import has created or changed becomes what it was before. If something was built on it, nothing is changed and you are told what it is. Go on?"),
		() => start(frm, "undo")
	);
}

async function call_off(frm) {
	await frappe.xcall(METHODS + "cancel", { name: frm.doc.name });
	frappe.show_alert({ message: __("It stops at the next record; nothing of it stays."), indicator: "orange" });
	await frm.reload_doc();
}

function show_outcome(frm) {
	const has_problems = (frm.doc.errors || []).length > 0;
	const sentences = {
		Previewed: has_problems
			? [__("Nothing was changed yet. Correct what is listed below and upload the workbook again, or import what is right."), "orange"]
			: [__("Nothing was changed yet. Look at the preview, then import the year."), "blue"],
		Completed: [__("The year was imported."), "green"],
		"Partly Completed": [
			__("What was right was imported. Correct the marked cells in the marked workbook, upload it here, and import again."),
			"orange",
		],
		Failed: [
			__("Nothing was imported. Correct the problems listed below in the workbook, upload it again and start anew."),
			"red",
		],
		Cancelled: [__("It was called off. Nothing was changed."), "gray"],
		Undone: [__("The import was undone: everything is as it was before."), "blue"],
	};
	const told = sentences[frm.doc.status];
	if (told) frm.dashboard.set_headline_alert(...told);
}

// --- problems

function marked_html(doc) {
	return doc.marked_copy && (doc.errors || []).length
		? `<p><a class="btn btn-default btn-sm" href="${encodeURI(doc.marked_copy)}" download>${__("Download Marked Workbook")}</a></p>`
		: "";
}

function problems_html(rows) {
	if (!rows.length) return "";
	const heads = [
		[__("Sheet"), "10%"],
		[__("Rows"), "14%"],
		[__("Column"), "13%"],
		[__("Value"), "18%"],
		[__("Reason"), "45%"],
	];
	const body = rows
		.slice(0, PROBLEMS_SHOWN)
		.map((row) => [row.sheet || __("Whole File"), row.places, row.column, row.value, row.reason]);
	const more =
		rows.length > PROBLEMS_SHOWN
			? `<div class="text-muted mb-3">${__("{0} more are marked in the workbook with the problems marked.", [rows.length - PROBLEMS_SHOWN])}</div>`
			: "";
	return table_html(heads, body) + more;
}

function table_html(heads, rows) {
	const body = rows
		.map((cells) => `<tr>${cells.map((cell) => `<td style="overflow-wrap: anywhere">${text(cell)}</td>`).join("")}</tr>`)
		.join("");
	return party_affairs.table_html(heads, body);
}

// --- preview

async function show_preview(frm) {
	const field = frm.get_field("preview_html");
	field.html("");
	if (frm.is_new() || frm.doc.status !== "Previewed") return;
	const name = frm.doc.name;
	const found = await frappe.xcall(METHODS + "get_preview", { name });
	if (frm.doc.name !== name) return;
	field.html(numbers_html(found.sheets) + unknown_html(found.unknown) + found.sheets.map(sheet_html).join(""));
	field.$wrapper.find("[data-heading]").on("click", (event) => {
		event.preventDefault();
		const { sheet, heading } = event.currentTarget.dataset;
		choose_column(frm, found.sheets.find(({ key }) => key === sheet), heading);
	});
}

function numbers_html(sheets) {
	const heads = [
		[__("Sheet"), "28%"],
		[__("Rows Read"), "18%"],
		[__("New Records"), "18%"],
		[__("Changed Records"), "18%"],
		[__("Unchanged Records"), "18%"],
	];
	return table_html(
		heads,
		sheets.map((sheet) => [sheet.sheet, sheet.rows, sheet.new, sheet.changed, sheet.unchanged])
	);
}

function unknown_html(unknown) {
	if (!unknown.length) return "";
	const heads = [
		[__("Who Is Not Found"), "20%"],
		[__("Where"), "50%"],
		[__("Names Most Alike"), "30%"],
	];
	const rows = unknown.map((found) => [
		found.name,
		found.places.map((place) => `「${place.sheet}」${place.column} ${place.rows}`).join("；"),
		found.nearest.join("、"),
	]);
	return `<h5 class="mt-4">${__("Names That Nobody in the Branch Has")}</h5>` + table_html(heads, rows);
}

function sheet_html(sheet) {
	const parts = [];
	const changed = sheet.records.filter((record) => !record.new);
	if (changed.length) {
		const rows = changed.flatMap((record) =>
			record.fields.map((field) => [`${record.row}`, record.name, field.label, field.old, field.new])
		);
		const heads = [
			[__("Row"), "7%"],
			[__("Which Record"), "23%"],
			[__("Field"), "14%"],
			[__("Old Value"), "28%"],
			[__("New Value"), "28%"],
		];
		parts.push(`<h6>${__("Changed Records")}（${sheet.changed}）</h6>` + table_html(heads, rows));
	}
	const fresh = sheet.records.filter((record) => record.new);
	if (fresh.length) {
		const names = fresh.map((record) => text(record.name)).join("；");
		const more = sheet.new > fresh.length ? ` …` : "";
		parts.push(`<h6>${__("New Records")}（${sheet.new}）</h6><p class="small">${names}${more}</p>`);
	}
	parts.push(columns_html(sheet));
	const is_open = changed.length || sheet.left_out.some((column) => column.may_be_chosen);
	return `<details class="mb-2" ${is_open ? "open" : ""}><summary><b>${text(sheet.sheet)}</b></summary><div class="p-2">${parts.join("")}</div></details>`;
}

function columns_html(sheet) {
	const read = sheet.columns
		.map(({ heading, read_as }) =>
			heading.replace(/\s/g, "") === read_as ? text(heading) : `${text(heading)} → ${text(read_as)}`
		)
		.join("；");
	const left_out = sheet.left_out
		.map((column) => {
			const choose = column.may_be_chosen
				? ` <a href="#" style="text-decoration: underline" data-sheet="${text(sheet.key)}" data-heading="${text(column.heading)}">${__("Choose what it is")}</a>`
				: "";
			return `<li>${text(column.heading)}：${text(column.reason)}${choose}</li>`;
		})
		.join("");
	return (
		`<h6>${__("Columns Read")}</h6><p class="small">${read}</p>` +
		(left_out ? `<h6>${__("Columns Not Read")}</h6><ul class="small">${left_out}</ul>` : "")
	);
}

function choose_column(frm, sheet, heading) {
	frappe.prompt(
		{
			fieldname: "column",
			fieldtype: "Select",
			label: __("{0} is read as", [heading]),
			options: sheet.choices,
			reqd: 1,
		},
		async ({ column }) => {
			await frappe.xcall(METHODS + "choose_column", { name: frm.doc.name, sheet: sheet.key, heading, column });
			frappe.show_alert({ message: __("Remembered for this branch. The preview is made anew."), indicator: "green" });
			await start(frm, "preview");
		},
		__("What the Column Is")
	);
}

// The workbook to be filled in: of a branch with its people in it, of a quarter with its months alone.
function download_template(frm) {
	const quarters = [1, 2, 3, 4].map((number) => ({ value: number, label: __("Quarter {0}", [number]) }));
	const dialog = new frappe.ui.Dialog({
		title: __("Download Template"),
		fields: [
			{ fieldname: "branch", fieldtype: "Link", options: "Party Branch", label: __("Party Branch"), default: frm.doc.branch },
			{ fieldname: "year", fieldtype: "Int", label: __("Year"), default: frm.doc.year },
			{
				fieldname: "quarter",
				fieldtype: "Select",
				label: __("Months in It"),
				options: [{ value: "", label: __("The Whole Year") }, ...quarters],
				default: "",
			},
			{
				fieldname: "prefilled",
				fieldtype: "Check",
				label: __("With Members, Posts and Pairings"),
				default: 1,
				description: __("Needs branch and year. What you may not read is left out."),
			},
		],
		primary_action_label: __("Download"),
		primary_action(values) {
			dialog.hide();
			const given = { ...values, prefilled: values.prefilled ? 1 : 0 };
			open_url_post(
				"/api/method/party_affairs.api.importing.download_template",
				Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "" && value != null))
			);
		},
	});
	dialog.show();
}
