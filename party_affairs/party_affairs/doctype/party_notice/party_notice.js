const NOTICES = "party_affairs.api.notice.notices";

frappe.ui.form.on("Party Notice", {
	setup(frm) {
		party_affairs.limit_to_active(frm);
		frm.set_query("development_case", () => ({ filters: { branch: frm.doc.branch } }));
		party_affairs.say_choice(frm.doctype, "development_case", __("Cases of this organisation are offered."));
	},

	onload: party_affairs.prefill_branch,

	async refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		const written = frm.doc.status === "Being Written";
		for (const name of ["title", "branch", "kind", "term", "audience", "published_from", "published_until", "body", "with_table", "development_case", "record_from", "record_until"]) {
			frm.set_df_property(name, "read_only", written ? 0 : 1);
		}
		frm.get_field("table_html").$wrapper.empty();
		if (frm.is_new()) return;
		const notice = frm.doc.name;
		const standing = await frappe.xcall(`${NOTICES}.standing`, { notice });
		if (frm.doc.name !== notice) return;
		show_table(frm, standing.table);
		tell_of_objections(frm, standing);
		if (frm.perm[0].write) add_steps(frm, standing);
	},
});

function show_table(frm, { columns, rows }) {
	if (!columns.length) return;
	const cells = (tag, texts) => texts.map((text) => `<${tag}>${frappe.utils.escape_html(text)}</${tag}>`).join("");
	const head = `<thead><tr>${cells("th", columns.map(({ label }) => label))}</tr></thead>`;
	const body = `<tbody>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</tbody>`;
	frm.get_field("table_html").$wrapper.html(`<div class="table-responsive"><table class="table table-bordered table-sm">${head}${body}</table></div>`);
}

function tell_of_objections(frm, { objections }) {
	if (!objections || !objections[0]) return;
	const [number, unread, unanswered] = objections;
	const text = __("Objections: {0}, {1} not read, {2} not answered", [number, unread, unanswered]);
	frm.dashboard.set_headline(text, unread || unanswered ? "orange" : "green");
	frm.add_custom_button(__("Objections"), () => frappe.set_route("List", "Party Notice Objection", { notice: frm.doc.name }));
}

function add_steps(frm, standing) {
	const { status } = frm.doc;
	const main = (label, act) => frm.add_custom_button(label, act).addClass("btn-primary");
	if (status === "Being Written") main(__("Submit for Approval"), () => take(frm, "submit"));
	if (!standing.leads) return;
	if (status === "Submitted for Approval" && standing.may_approve) main(__("Approve"), () => approve(frm, standing.note));
	if (status === "Approved") main(__("Publish"), () => publish(frm));
	if (["Submitted for Approval", "Approved"].includes(status)) {
		frm.add_custom_button(__("Send Back"), () => with_reason(frm, __("Send Back"), __("What Is to Be Changed"), "send_back"));
	}
	if (status === "Published") frm.add_custom_button(__("End the Notice"), () => take(frm, "end"));
	if (["Submitted for Approval", "Approved", "Published", "Ended"].includes(status)) {
		frm.add_custom_button(__("Withdraw"), () => with_reason(frm, __("Withdraw"), __("Withdrawn Because"), "withdraw"));
	}
}

async function take(frm, method, values = {}) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`${NOTICES}.${method}`, { notice: frm.doc.name, ...values });
	frm.reload_doc();
}

function approve(frm, note_wanted) {
	const fields = [
		{
			fieldname: "note",
			fieldtype: "Small Text",
			label: __("Note on the Approval"),
			reqd: note_wanted ? 1 : 0,
			description: note_wanted ? __("You wrote it yourself and lead alone: say that secrecy and necessity were looked at.") : "",
		},
	];
	frappe.prompt(fields, (values) => take(frm, "approve", values), __("Approve"), __("Approve"));
}

function publish(frm) {
	frappe.confirm(__("The members will be told, and the notice will stay as it is. Publish it?"), () => take(frm, "publish"));
}

function with_reason(frm, title, label, method) {
	const fields = [{ fieldname: "reason", fieldtype: "Small Text", label, reqd: 1 }];
	frappe.prompt(fields, (values) => take(frm, method, values), title, title);
}
