const QUESTIONNAIRES = "party_affairs.api.contact.questionnaires";

frappe.ui.form.on("Questionnaire", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		frm.set_query("life_review", () => ({ filters: { branch: frm.doc.branch } }));
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.opens_on) frm.set_value("opens_on", frappe.datetime.get_today());
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		const prepared = frm.doc.status === "Being Prepared";
		for (const [table, may_add] of [["questions", prepared], ["paper_counts", false], ["results", false], ["words", false]]) {
			frm.set_df_property(table, "cannot_add_rows", may_add ? 0 : 1);
			frm.set_df_property(table, "cannot_delete_rows", may_add ? 0 : 1);
		}
		explain_audience(frm);
		if (frm.is_new()) return;
		add_papers(frm);
		show_standing(frm);
		if (frm.perm[0].write) add_steps(frm);
	},

	audience: explain_audience,
	named: explain_audience,
});

// What may be promised to whom, in plain words, where it is decided.
function explain_audience(frm) {
	const notes = {
		"Members of the Branch": frm.doc.named
			? __("Members log in and answer once. Who answered what is kept with the result.")
			: __("Members log in and answer once. The roll knows who has answered until the count, and nobody can find out what."),
		"People with a Code": __("Print slips and hand them out unread. Each code takes one answer, and nobody knows to whom it was handed."),
		"Whoever Has the Link": __("A poster with a QR code, or the link in a group. One person may answer more than once, and the result says so."),
	};
	frm.fields_dict.audience_note.$wrapper.html(`<p class="text-muted small">${party_affairs.text(notes[frm.doc.audience] || "")}</p>`);
}

// What is handed out or put up is offered for Word as well; the results are so in their print view.
function add_papers(frm) {
	const add = (label, open) => frm.add_custom_button(label, open, __("Papers of the Questionnaire"));
	for (const [name, kind] of [["Questionnaire Sheet", "sheet"], ["Questionnaire Poster", "poster"]]) {
		add(__(name), () => open_paper(frm, kind, "pdf"));
		add(__("{0} as Word", [__(name)]), () => open_paper(frm, kind, "docx"));
	}
	if (frm.doc.status === "Answers Counted") add(__("Questionnaire Results"), () => open_results(frm));
}

function add_steps(frm) {
	const by_code = frm.doc.audience === "People with a Code";
	const steps = {
		"Being Prepared": [open_answers],
		"Answers Open": [...(by_code ? [make_slips, revoke_slips] : []), count, abandon],
		"Answers Counted": [take_over],
	};
	for (const step of steps[frm.doc.status] || []) step(frm);
}

async function take(frm, step, args = {}) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`${QUESTIONNAIRES}.${step}`, { questionnaire: frm.doc.name, ...args });
	await frm.reload_doc();
}

function open_answers(frm) {
	frm.add_custom_button(__("Open the Questionnaire"), () =>
		frappe.confirm(__("Questions, promise and audience are then fixed. Open the questionnaire?"), () => take(frm, "open_answers"))
	).addClass("btn-primary");
}

function count(frm) {
	const button = frm.add_custom_button(__("Count the Answers"), () =>
		frappe.confirm(__("The answers are added up and the urn is destroyed: nobody can answer any more. Count them?"), () =>
			take(frm, "count_answers")
		)
	);
	if (frm.doc.closes_on <= frappe.datetime.get_today()) button.addClass("btn-primary");
}

function abandon(frm) {
	frm.add_custom_button(__("Abandon the Questionnaire"), () =>
		frappe.confirm(__("All answers are destroyed uncounted, and it can be changed and opened anew. Abandon it?"), () =>
			take(frm, "abandon_answers")
		)
	);
}

function make_slips(frm) {
	frm.add_custom_button(__("Make Slips with Codes"), () =>
		frappe.prompt(
			{ fieldname: "number", fieldtype: "Int", label: __("Number of Slips"), default: 16, reqd: 1,
				description: __("The codes are printed once and kept nowhere. Hand the slips out without noting who got which.") },
			({ number }) =>
				open_url_post(`/api/method/${QUESTIONNAIRES}.make_slips`, { questionnaire: frm.doc.name, number }, true),
			__("Make Slips with Codes"),
			__("Print")
		)
	);
}

function revoke_slips(frm) {
	frm.add_custom_button(__("Revoke Unused Slips"), () =>
		frappe.confirm(__("All slips that have not been used become worthless, and new ones can be printed. Revoke them?"), async () => {
			const number = await frappe.xcall(`${QUESTIONNAIRES}.revoke_slips`, { questionnaire: frm.doc.name });
			frappe.show_alert({ message: __("{0} slips were revoked.", [number]), indicator: "orange" });
			frm.refresh();
		})
	);
}

// Each answer in own words becomes an opinion of the life review once.
function take_over(frm) {
	const left = (frm.doc.words || []).filter((row) => !row.taken_over);
	if (!frm.doc.life_review || !left.length) return;
	frm.add_custom_button(__("Take Over into the Life Review"), () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Take Over into the Life Review"),
			fields: [
				{
					fieldname: "rows",
					fieldtype: "MultiCheck",
					label: __("Answers in Own Words"),
					columns: 1,
					options: left.map(({ name, text }) => ({ value: name, label: party_affairs.text(text) })),
				},
			],
			primary_action_label: __("Take Over"),
			async primary_action({ rows }) {
				if (!rows || !rows.length) return;
				dialog.hide();
				await take(frm, "take_over", { rows });
				frappe.show_alert({ message: __("Taken over into the life review."), indicator: "green" });
			},
		});
		dialog.show();
	}).addClass("btn-primary");
}

const open_address = (method, query) => window.open(`/api/method/${method}?${new URLSearchParams(query)}`);
const open_paper = (frm, kind, file_format) =>
	open_address(`${QUESTIONNAIRES}.paper`, { questionnaire: frm.doc.name, kind, file_format });

function open_results(frm) {
	const format = "Questionnaire Results";
	const query = { doctype: frm.doctype, name: frm.doc.name, format, no_letterhead: 1 };
	open_address("frappe.utils.print_format.download_pdf", query);
}

// How many have answered, the address with its QR code, and after the count the charts.
async function show_standing(frm) {
	const questionnaire = frm.doc.name;
	const { asked, answered, address, qr, results } = await frappe.xcall(`${QUESTIONNAIRES}.standing`, { questionnaire });
	if (frm.doc.name !== questionnaire) return;
	frm.fields_dict.results_chart.$wrapper.html(results || "");
	if (frm.doc.status !== "Answers Open") return;
	const number = asked === null ? __("{0} answers", [answered]) : __("{0} of {1} people", [answered, asked]);
	const shown_address = party_affairs.text(address);
	frm.dashboard.add_section(
		`<div class="row">
			<div class="col-sm-4"><div class="text-muted small mb-1">${__("have answered")}</div><b>${number}</b></div>
			<div class="col-sm-5"><div class="text-muted small mb-1">${__("Address")}</div><span style="word-break: break-all">${shown_address}</span></div>
			<div class="col-sm-3">${qr}</div>
		</div>`,
		__("How Answering Stands")
	);
	frm.dashboard.show();
}
