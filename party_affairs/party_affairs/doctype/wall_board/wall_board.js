const WALL_BOARDS = "party_affairs.api.notice.wall_boards";
const DRAWN_FROM = [
	"branch", "firm", "as_of", "title", "size", "orientation", "width_mm", "height_mm", "bleed_mm", "look", "logo", "emblem_place",
	"reading_distance_cm",
];
const SCREENS = {
	"1080p": "1920 × 1080",
	"2160p": "3840 × 2160",
	"1080p upright": "1080 × 1920",
	"2160p upright": "2160 × 3840",
};
const DRAW_AFTER_MS = 500;

const draw_soon = frappe.utils.debounce((frm) => draw(frm), DRAW_AFTER_MS);

frappe.ui.form.on("Wall Board", {
	setup: (frm) => frm.set_query("branch", () => ({ filters: { status: "Active" } })),

	async onload(frm) {
		await party_affairs.prefill_branch(frm);
	},

	refresh(frm) {
		if (!frm.is_new()) {
			add_files(frm);
			add_steps(frm);
		}
		draw(frm);
	},

	parts_add: draw_soon,
	parts_remove: draw_soon,
	parts_move: draw_soon,
	...Object.fromEntries(DRAWN_FROM.map((fieldname) => [fieldname, draw_soon])),
});

frappe.ui.form.on("Wall Board Part", {
	kind: draw_soon,
	board_title: draw_soon,
	own_text: draw_soon,
	parts_add: draw_soon,
	parts_remove: draw_soon,
	parts_move: draw_soon,

	async form_render(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		const button = frm.fields_dict.parts.grid.grid_rows_by_docname[cdn]?.grid_form?.wrapper;
		if (!button || !row.kind || row.own_text || frm.doc.status !== "Being Designed") return;
		button.find(".wall-board-words").remove();
		const words = await frappe.xcall(`${WALL_BOARDS}.usual_words`, { kind: row.kind });
		if (!words) return;
		$(`<button type="button" class="btn btn-default btn-xs wall-board-words"></button>`)
			.text(__("Begin from the Official Wording"))
			.on("click", () => frappe.model.set_value(cdt, cdn, "own_text", words))
			.insertBefore(button.find('[data-fieldname="own_text"]').first());
	},
});

// The drawing follows the form; the answer to an older state of it is dropped.
async function draw(frm) {
	const place = frm.fields_dict.preview.$wrapper;
	if (!frm.doc.branch || !(frm.doc.parts || []).some((row) => row.kind)) {
		place.html(`<p class="text-muted">${__("Choose a branch and a board: it is drawn here.")}</p>`);
		return;
	}
	frm.board_drawn = (frm.board_drawn || 0) + 1;
	const turn = frm.board_drawn;
	const stored = !frm.is_new() && !frm.is_dirty();
	let answer;
	try {
		({ message: answer } = await frappe.call({
			method: stored ? `${WALL_BOARDS}.picture` : `${WALL_BOARDS}.preview`,
			args: { board: stored ? frm.doc.name : JSON.stringify(values_of(frm)) },
			silent: true,
		}));
	} catch (refusal) {
		if (turn === frm.board_drawn) place.html(refused(refusal));
		return;
	}
	if (!answer || turn !== frm.board_drawn) return;
	const wide = frm.doc.orientation === "Landscape" || (frm.doc.width_mm || 0) > (frm.doc.height_mm || 0);
	const remarks = answer.outdated
		? [__("The records say something else today than what hangs. Design it anew and print it again."), ...answer.remarks]
		: answer.remarks;
	const said = remarks.map((remark) => `<li>${party_affairs.text(remark)}</li>`).join("");
	place.html(
		`${said ? `<ul class="wall-board-remarks text-warning small">${said}</ul>` : ""}
		<div class="wall-board-preview" style="max-width: ${wide ? 900 : 560}px; margin: 0 auto; box-shadow: var(--shadow-md)">${answer.svg}</div>`
	);
}

// What is half typed cannot be drawn: the reason stands in place of the drawing, and no window opens over the form.
function refused(refusal) {
	const [first] = JSON.parse(refusal?._server_messages || refusal?.responseJSON?._server_messages || "[]");
	const sentence = first ? frappe.utils.html2text(JSON.parse(first).message) : __("The board cannot be drawn.");
	return `<p class="wall-board-remarks text-warning small">${party_affairs.text(sentence)}</p>`;
}

function values_of(frm) {
	const values = Object.fromEntries(DRAWN_FROM.map((fieldname) => [fieldname, frm.doc[fieldname]]));
	values.hung_on = frm.doc.hung_on;
	values.parts = (frm.doc.parts || [])
		.filter((row) => row.kind)
		.map(({ kind, board_title, own_text, official_mark }) => ({ kind, board_title, own_text, official_mark }));
	return values;
}

function add_files(frm) {
	const open = (query) =>
		window.open(`/api/method/${WALL_BOARDS}.download?${new URLSearchParams({ board: frm.doc.name, ...query })}`);
	const saved = (query) => async () => {
		if (frm.is_dirty()) await frm.save();
		open(query);
	};
	frm.add_custom_button(__("PDF for the Print Shop"), saved({ file: "pdf" }), __("Files"));
	frm.add_custom_button(__("Word (A4)"), () => {
		const query = { doctype: frm.doctype, name: frm.doc.name, print_format: "Wall Board Paper", file_format: "docx" };
		window.open(`/api/method/party_affairs.api.papers.download?${new URLSearchParams(query)}`);
	}, __("Files"));
	frm.add_custom_button(__("Picture"), saved({ file: "png", width: 2400 }), __("Files"));
	for (const [screen, label] of Object.entries(SCREENS)) {
		frm.add_custom_button(__("Screen {0}", [label]), saved({ file: "png", screen }), __("Files"));
	}
}

async function take(frm, step, args = {}) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`${WALL_BOARDS}.${step}`, { board: frm.doc.name, ...args });
	await frm.reload_doc();
}

function add_steps(frm) {
	if (!frm.perm[0]?.write) return;
	const steps = {
		"Being Designed": [approve],
		"Board Approved": [hang_up, design_anew],
		"Hung Up": [take_down, design_anew],
		"Taken Down": [design_anew],
	};
	for (const step of steps[frm.doc.status] || []) step(frm);
}

function approve(frm) {
	frm.add_custom_button(__("Approve the Board"), () =>
		frappe.confirm(__("What stands on it is then fixed. Approve the board?"), () => take(frm, "approve"))
	).addClass("btn-primary");
}

function hang_up(frm) {
	frm.add_custom_button(__("Note That It Hangs"), () =>
		frappe.prompt(
			{ fieldname: "hung_on", fieldtype: "Date", label: __("Hung Up On"), default: frappe.datetime.get_today(), reqd: 1 },
			(values) => take(frm, "hang_up", values),
			__("Note That It Hangs"),
			__("Save")
		)
	).addClass("btn-primary");
}

function take_down(frm) {
	frm.add_custom_button(__("Take It Down"), () =>
		frappe.confirm(__("Does the board hang no longer?"), () => take(frm, "take_down"))
	);
}

function design_anew(frm) {
	frm.add_custom_button(__("Design Anew"), () =>
		frappe.confirm(__("It can then be changed, and needs approval again. Design it anew?"), () => take(frm, "design_anew"))
	);
}
