const SCHEMES = "party_affairs.api.evaluation.schemes";
const WHAT_IF = "party_affairs.api.evaluation.what_if";

frappe.ui.form.on("Evaluation Scheme Version", {
	async refresh(frm) {
		offer_measures(frm);
		if (frm.doc.standing === "Example") {
			frm.dashboard.set_headline(__("An example that no resolution has adopted: sheets made by it say so."), "orange");
		}
		if (frm.is_new()) return;
		if (frm.doc.standing !== "Draft") frm.disable_save();
		frm.add_custom_button(__("Try Out Changes"), () => try_out(frm));
		if (!frm.perm[0].write) return;
		if (["Draft", "Example"].includes(frm.doc.standing)) {
			frm.add_custom_button(__("Adopt by a Resolution"), () => adopt(frm)).removeClass("btn-default").addClass("btn-primary");
		}
		frm.add_custom_button(__("New Version"), async () => {
			const name = await frappe.xcall(`${SCHEMES}.new_version`, { version: frm.doc.name });
			frappe.set_route("Form", "Evaluation Scheme Version", name);
		});
		if (["Example", "Adopted"].includes(frm.doc.standing)) {
			frm.add_custom_button(__("Take out of Use"), () =>
				frappe.confirm(__("No new sheets are made by it then; those that are there stay. Take it out of use?"), async () => {
					await frappe.xcall(`${SCHEMES}.retire`, { version: frm.doc.name });
					frm.reload_doc();
				})
			);
		}
	},

	scheme: offer_measures,
});

// Measures as words with what they ask for, not as keys to be known by heart.
async function offer_measures(frm) {
	if (!frm.doc.applies_to) return;
	const measures = await frappe.xcall(`${SCHEMES}.measures`, { applies_to: frm.doc.applies_to });
	const help = (measure) =>
		Object.entries(measure.parameters)
			.map(([name, value]) => (value === null ? name : `${name}=${value}`))
			.join(" ");
	const options = (wanted) =>
		measures.filter(wanted).map((measure) => ({ value: measure.value, label: measure.label, description: [measure.value, help(measure)].filter(Boolean).join("　") }));
	frm.get_field("criteria").grid.update_docfield_property("measure", "options", options((measure) => !measure.only_counts));
	frm.get_field("adjustments").grid.update_docfield_property("measure", "options", options(() => true));
}

async function adopt(frm) {
	const is_example = frm.doc.standing === "Example";
	const fields = [
		{ fieldname: "organisation", fieldtype: "Link", options: "Party Branch", label: __("Adopted by the Organisation"), reqd: 1 },
		{ fieldname: "adopted_on", fieldtype: "Date", label: __("Adopted On"), default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "effective_from", fieldtype: "Date", label: __("Effective From"), default: frm.doc.effective_from, reqd: 1 },
		{ fieldname: "resolution", fieldtype: "Small Text", label: __("Resolution"), reqd: 1 },
		{ fieldname: "meeting", fieldtype: "Link", options: "Party Meeting", label: __("Meeting of the Resolution"),
			get_query: () => ({ filters: { branch: cur_dialog.get_value("organisation"), docstatus: 1 } }) },
		{ fieldname: "document_no", fieldtype: "Data", label: __("Document Number"), description: __("The meeting or the document: one of them is needed.") },
	];
	if (is_example) {
		fields.unshift({ fieldname: "scheme_name", fieldtype: "Data", label: __("Scheme Name"), reqd: 1,
			description: __("The example stays; your organisation gets a scheme of its own.") });
	}
	frappe.prompt(
		fields,
		async (values) => {
			const name = await frappe.xcall(`${SCHEMES}.adopt`, { version: frm.doc.name, ...values });
			if (name === frm.doc.name) frm.reload_doc();
			else frappe.set_route("Form", "Evaluation Scheme Version", name);
		},
		__("Adopt by a Resolution")
	);
}

// What if: the chart moves while numbers are typed, and nothing is saved.
async function try_out(frm) {
	const start = await frappe.xcall(`${WHAT_IF}.choices`, { version: frm.doc.name });
	if (!start.years.length) {
		frappe.msgprint(__("There are no judged sheets by this version or an earlier one of the scheme yet on which changes could be tried."));
		return;
	}
	const dialog = new frappe.ui.Dialog({ title: __("Try Out Changes"), size: "extra-large" });
	const area = $("<div class='what-if'>").appendTo(dialog.$body);
	const form = $("<div class='what-if-form'>").appendTo(area);
	const shown = $("<div class='what-if-shown' aria-live='polite'>").appendTo(area);
	const number = (value, attributes) =>
		$("<input type='number' step='any' min='0' class='form-control input-sm'>").val(value).attr(attributes);
	if (start.basis !== frm.doc.name) {
		$("<p class='what-if-basis text-muted'>").text(__("Tried on the sheets of {0}: the distribution by that version, and by this one.", [start.basis])).appendTo(form);
	}
	if (start.awaiting.length) {
		$("<p class='what-if-awaiting text-warning'>").text(__("Of these criteria the sheets say nothing, and they give no points yet: {0}.", [start.awaiting.join("、")])).appendTo(form);
	}
	const year = $("<select class='form-control input-sm'>").attr("aria-label", __("Year")).appendTo(form);
	for (const one of start.years) $("<option>").val(one).text(__("Year {0}", [one])).appendTo(year);
	const table = (heads) => {
		const made = $("<table class='table table-sm'>").appendTo(form);
		const head = $("<tr>").appendTo($("<thead>").appendTo(made));
		for (const title of heads) $("<th>").text(title).appendTo(head);
		return $("<tbody>").appendTo(made);
	};
	const criteria = table([__("Criterion"), __("Weight"), __("Maximum Points")]);
	for (const one of start.criteria) {
		const row = $("<tr>").attr("data-key", one.key).appendTo(criteria);
		$("<td>").text(one.title).appendTo(row);
		$("<td>").append(number(one.weight, { "data-what": "weight", "aria-label": `${one.title} ${__("Weight")}` })).appendTo(row);
		$("<td>").append(number(one.max_points, { "data-what": "maximum", "aria-label": `${one.title} ${__("Maximum Points")}` })).appendTo(row);
	}
	const sum = $("<tr>").appendTo(criteria);
	$("<td>").text(__("Points in All")).appendTo(sum);
	const whole = number(start.whole, { "aria-label": __("Points in All") });
	$("<td>").append(whole).appendTo(sum);
	const told = $("<td class='small'>").appendTo(sum);
	const bands = table([__("Band"), __("From Points"), __("Stars")]);
	for (const one of start.bands) {
		const row = $("<tr>").attr("data-band", one.band).appendTo(bands);
		$("<td>").text(one.band).appendTo(row);
		$("<td>").append(number(one.minimum_points, { "data-what": "from", "aria-label": `${one.band} ${__("From Points")}` })).appendTo(row);
		$("<td>").append(number(one.stars, { "data-what": "stars", "aria-label": `${one.band} ${__("Stars")}` })).appendTo(row);
	}
	const vetoes = start.vetoes.length ? table([__("Veto"), __("Best Band Left")]) : $("<tbody>");
	for (const one of start.vetoes) {
		const row = $("<tr>").attr("data-key", one.key).appendTo(vetoes);
		$("<td>").text(one.title).appendTo(row);
		const choice = $("<select class='form-control input-sm'>").attr("aria-label", one.title);
		$("<option>").val("").text(__("No Band")).appendTo(choice);
		for (const { band } of start.bands) $("<option>").val(band).text(band).appendTo(choice);
		$("<option value='-dropped-'>").text(__("Veto dropped")).appendTo(choice);
		$("<td>").append(choice.val(one.highest_band || "")).appendTo(row);
	}
	const changes = () => {
		const of_criteria = (what) =>
			Object.fromEntries(criteria.find("tr[data-key]").toArray().map((row) => [$(row).attr("data-key"), $(row).find(`[data-what=${what}]`).val() || 0]));
		return {
			whole: whole.val(),
			weights: of_criteria("weight"),
			maxima: of_criteria("maximum"),
			bands: bands.find("tr").toArray().map((row) => ({
				band: $(row).attr("data-band"),
				minimum_points: $(row).find("[data-what=from]").val(),
				stars: $(row).find("[data-what=stars]").val(),
			})),
			vetoes: Object.fromEntries(
				vetoes.find("tr").toArray().map((row) => {
					const chosen = $(row).find("select").val();
					return [$(row).attr("data-key"), chosen === "-dropped-" ? null : chosen];
				})
			),
		};
	};
	let asked = 0;
	const show = async () => {
		const mine = (asked += 1);
		const weights = Object.values(changes().weights).reduce((all, one) => all + Number(one), 0);
		told.text(__("weights: {0}", [Math.round(weights * 100) / 100])).toggleClass("text-danger", Math.abs(weights - whole.val()) > 0.001);
		let found = null;
		let problem = null;
		await frappe.call({
			method: `${WHAT_IF}.try_out`,
			args: { version: frm.doc.name, year: year.val(), changes: changes() },
			silent: true,
		}).then(
			(answer) => (found = answer.message),
			(answer) => (problem = sentence_of(answer))
		);
		if (mine !== asked) return;
		if (problem !== null) {
			shown.find(".what-if-problem").remove();
			$("<p class='what-if-problem text-danger'>").text(problem).prependTo(shown);
			return;
		}
		show_outcome(shown, found);
	};
	form.on("input change", "input, select", frappe.utils.debounce(show, 300));
	dialog.show();
	show();
}

function sentence_of(answer) {
	const messages = (answer && answer._server_messages) || (answer && answer.responseJSON && answer.responseJSON._server_messages);
	try {
		const [first] = JSON.parse(messages);
		return frappe.utils.html2text(JSON.parse(first).message);
	} catch {
		return __("This change was refused.");
	}
}

function show_outcome(shown, { number, left_out, bands, moves }) {
	shown.empty();
	$("<p class='text-muted'>").text(__("{0} judged sheets. Nothing is saved.", [number])).appendTo(shown);
	if (bands && left_out) {
		$("<p class='text-muted small'>").text(__("{0} of them are in branches too small to be counted for you.", [left_out])).appendTo(shown);
	}
	if (!bands) {
		$("<p>").text(__("So few are evaluated that the distribution would show single people.")).appendTo(shown);
	} else {
		const most = Math.max(1, ...bands.flatMap((band) => [band.before, band.after]));
		const chart = $("<div class='what-if-chart'>").appendTo(shown);
		for (const band of bands) {
			const row = $("<div class='what-if-band'>").attr("data-band", band.band).appendTo(chart);
			$("<span>").text(band.band).appendTo(row);
			const pair = $("<div>").appendTo(row);
			for (const when of ["before", "after"]) {
				const bar = $(`<div class="is-${when}">`).appendTo(pair);
				$("<i>").css("width", `${(100 * band[when]) / most}%`).appendTo(bar);
				$("<b>").text(band[when] === null ? __("Few: not shown") : band[when]).appendTo(bar);
			}
		}
		$("<p class='small'>")
			.append($("<span class='what-if-key is-before'>"), document.createTextNode(` ${__("as it is")}　`))
			.append($("<span class='what-if-key is-after'>"), document.createTextNode(` ${__("as it would be")}`))
			.appendTo(shown);
	}
	if (moves.length) {
		$("<h6>").text(__("Who would reach another band")).appendTo(shown);
		const list = $("<ul class='list-unstyled what-if-moves'>").appendTo(shown);
		for (const move of moves) {
			$("<li>").text(`${move.subject_name}：${move.band_before} → ${move.band_after}`).appendTo(list);
		}
	}
}
