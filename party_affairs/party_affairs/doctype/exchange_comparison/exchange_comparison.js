const COMPARISONS = "party_affairs.api.members.exchange";

frappe.ui.form.on("Exchange Comparison", {
	setup(frm) {
		frm.set_query("format", () => ({ filters: { is_active: 1 } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		frm.said = {};
		frm.get_field("differences").$wrapper.empty();
		if (frm.is_new()) return;
		frm.add_custom_button(__("Compare"), () => show(frm));
		if (frm.perm[0].write) {
			frm.add_custom_button(__("Take Over What Is Ticked"), () => take_over(frm)).addClass("btn-primary");
			if ((frm.doc.changes || []).some((row) => !row.undone_on)) {
				frm.add_custom_button(__("Take Everything Back"), () => take_back(frm));
			}
		}
		show(frm);
	},
});

async function show(frm) {
	const name = frm.doc.name;
	const found = await frappe.xcall(`${COMPARISONS}.compare`, { name, said: frm.said });
	if (frm.doc.name !== name) return;
	const place = frm.get_field("differences").$wrapper;
	place.html(found.problem ? problem_html(found.problem) : comparison_html(found));
	place.find("select[data-row]").on("change", (event) => {
		frm.said[event.target.dataset.row] = event.target.value;
		if (event.target.value === "?") delete frm.said[event.target.dataset.row];
		show(frm);
	});
	place.find("[data-all]").on("change", (event) => {
		place.find("input[data-field]").prop("checked", event.target.checked);
	});
}

function ticked(frm) {
	return frm
		.get_field("differences")
		.$wrapper.find("input[data-field]:checked")
		.toArray()
		.map((box) => [Number(box.dataset.of), box.dataset.field]);
}

async function take_over(frm) {
	const chosen = ticked(frm);
	if (!chosen.length) {
		frappe.msgprint(__("Tick what is to be taken over."));
		return;
	}
	frappe.confirm(__("{0} values of the sheet are written into the members' records. Go on?", [chosen.length]), async () => {
		const { taken, problems } = await frappe.xcall(`${COMPARISONS}.take_over`, {
			name: frm.doc.name,
			chosen,
			said: frm.said,
		});
		tell(__("{0} values were taken over.", [taken]), problems);
		frm.reload_doc();
	});
}

async function take_back(frm) {
	frappe.confirm(__("The records are brought back to what they said before, where nobody changed them since. Go on?"), async () => {
		const { undone, problems } = await frappe.xcall(`${COMPARISONS}.take_back`, { name: frm.doc.name });
		tell(__("{0} values were taken back.", [undone]), problems);
		frm.reload_doc();
	});
}

function tell(message, problems) {
	const text = frappe.utils.escape_html;
	const lines = problems.map((one) => `<li>${text(one.name)}：${text(one.sentence)}</li>`);
	if (!lines.length) {
		frappe.show_alert({ message, indicator: "green" });
		return;
	}
	frappe.msgprint({ message: `<p>${message}</p><ul>${lines.join("")}</ul>`, indicator: "orange" });
}

function problem_html(problem) {
	return `<p class="text-danger" style="white-space: pre-line">${frappe.utils.escape_html(problem)}</p>`;
}

function comparison_html(found) {
	const parts = [summary_html(found)];
	if (found.asked.length) parts.push(asked_html(found.asked));
	const open = found.rows.filter((row) => row.differences.length);
	if (open.length) parts.push(differences_html(open));
	parts.push(list_html(__("In the Sheet Only"), found.unknown.map((one) => `${one.name}（${__("row {0}", [one.row])}）`)));
	parts.push(list_html(__("With Us Only"), found.missing.map((one) => `${one.name}（${one.branch}）`)));
	return parts.join("");
}

function summary_html(found) {
	const text = frappe.utils.escape_html;
	const open = found.rows.length - found.same;
	const lines = [
		__("{0} members found: {1} are the same, {2} differ.", [found.rows.length, found.same, open]),
	];
	if (found.lacking.length) lines.push(__("Headings of the format that the sheet does not have: {0}", [text(found.lacking.join("、"))]));
	if (found.unknown_headings.length) lines.push(__("Headings that the format does not name, and that were not read: {0}", [text(found.unknown_headings.join("、"))]));
	if (found.hidden) lines.push(__("{0} rows are hidden in the sheet, and were read all the same.", [found.hidden]));
	return lines.map((line) => `<p>${line}</p>`).join("");
}

function asked_html(asked) {
	const text = frappe.utils.escape_html;
	const rows = asked.map((one) => {
		const options = one.candidates.map(
			(who) => `<option value="${text(who.member)}">${text(who.name)} ${text(who.birth_date || "")} ${text(who.branch)} ${text(who.status)}</option>`
		);
		return `<tr><td>${__("row {0}", [one.row])}</td><td>${text(one.name)} ${text(one.birth_date || "")}</td><td><select class="form-control" data-row="${one.row}"><option value="?">${__("Not Said Yet")}</option>${options.join("")}<option value="">${__("Nobody of Ours")}</option></select></td></tr>`;
	});
	return `<h5>${__("Who Is It?")}</h5><table class="table table-bordered"><tbody>${rows.join("")}</tbody></table>`;
}

function differences_html(rows) {
	const text = frappe.utils.escape_html;
	const lines = rows.flatMap((row) =>
		row.differences.map((one, place) => {
			const who = place
				? ""
				: `<td rowspan="${row.differences.length}"><a href="${frappe.utils.get_form_link("Party Member", row.member)}">${text(row.name)}</a><div class="text-muted small">${text(row.branch)}<br>${text(row.status)} · ${__("row {0}", [row.row])} · ${text(row.by)}</div></td>`;
			const box = one.takeable
				? `<input type="checkbox" data-of="${row.row}" data-field="${text(one.field)}" aria-label="${text(row.name)} ${text(one.label)}">`
				: "";
			const theirs = text(one.theirs) + (one.becomes && one.becomes !== one.theirs ? ` → ${text(one.becomes)}` : "");
			return `<tr>${who}<td>${text(one.label)}</td><td>${text(one.ours) || "—"}</td><td>${theirs}</td><td class="text-center">${box}</td><td class="small text-muted">${text(one.remark)}</td></tr>`;
		})
	);
	return `<h5>${__("What Differs")}</h5><table class="table table-bordered"><thead><tr><th>${__("Member")}</th><th>${__("Field")}</th><th>${__("With Us")}</th><th>${__("In the Sheet")}</th><th class="text-center"><input type="checkbox" data-all aria-label="${__("Tick All")}"> ${__("Adopt")}</th><th>${__("Remarks")}</th></tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

function list_html(title, names) {
	if (!names.length) return "";
	return `<h5>${title}（${names.length}）</h5><p>${frappe.utils.escape_html(names.join("、"))}</p>`;
}
