const CHECKS = "party_affairs.api.duties.on_site_checks";

frappe.ui.form.on("On Site Check", {
	setup(frm) {
		frm.set_query("committee", () => ({ filters: { is_group: 1, status: "Active" } }));
		frm.set_query("branch", () => ({ filters: { status: "Active" } }));
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.checked_on) frm.set_value("checked_on", frappe.datetime.get_today());
		if (frm.doc.committee) return;
		const found = await frappe.db.get_list("Party Branch", { filters: { is_group: 1, status: "Active" }, limit: 2 });
		if (found.length === 1) frm.set_value("committee", found[0].name);
	},

	async refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		const written = frm.doc.status === "Being Written";
		frm.set_df_property("items", "cannot_add_rows", written ? 0 : 1);
		frm.set_df_property("items", "cannot_delete_rows", written ? 0 : 1);
		if (frm.is_new()) return;
		const inspects = frm.perm[0].write;
		if (written && inspects) frm.add_custom_button(__("Issue the Check"), () => issue(frm)).addClass("btn-primary");
		if (!["To Be Mended", "To Be Confirmed"].includes(frm.doc.status)) return;
		const check = frm.doc.name;
		const reports = await frappe.xcall(`${CHECKS}.may_report`, { check });
		if (frm.doc.name !== check) return;
		const open = of_state(frm, "To Be Mended", "Returned");
		const reported = of_state(frm, "Reported Mended");
		if (reports && open.length) {
			frm.add_custom_button(__("Report What Was Mended"), () => report(frm, open)).addClass("btn-primary");
		}
		if (inspects && reported.length) {
			frm.add_custom_button(__("Confirm"), () => confirm(frm, reported)).addClass("btn-primary");
			frm.add_custom_button(__("Return for Mending"), () => give_back(frm, reported));
		}
	},
});

const of_state = (frm, ...states) => (frm.doc.items || []).filter(({ state }) => states.includes(state));

const choice_of = (rows) => ({
	fieldname: "item",
	fieldtype: "Select",
	label: __("Which Item"),
	options: rows.map(({ name, idx, item }) => ({ value: name, label: `${idx}. ${item}` })),
	default: rows[0].name,
	reqd: 1,
});

async function issue(frm) {
	if (frm.is_dirty()) await frm.save();
	frappe.confirm(__("What was found is then fixed, and the branch reads it. Issue the check?"), async () => {
		await frappe.xcall(`${CHECKS}.issue`, { check: frm.doc.name });
		frm.reload_doc();
	});
}

function ask(frm, title, fields, method) {
	const send = async (values) => {
		await frappe.xcall(`${CHECKS}.${method}`, { check: frm.doc.name, ...values });
		frm.reload_doc();
	};
	frappe.prompt(fields, send, title, title);
}

function report(frm, rows) {
	ask(frm, __("Report What Was Mended"), [
		choice_of(rows),
		{ fieldname: "how", fieldtype: "Small Text", label: __("How It Was Mended"), reqd: 1 },
		{ fieldname: "day", fieldtype: "Date", label: __("Mended On"), default: frappe.datetime.get_today(), reqd: 1 },
	], "report_mended");
}

function confirm(frm, rows) {
	ask(frm, __("Confirm"), [
		choice_of(rows),
		{ fieldname: "answer", fieldtype: "Small Text", label: __("Answer of the Inspectors") },
	], "confirm");
}

function give_back(frm, rows) {
	ask(frm, __("Return for Mending"), [
		choice_of(rows),
		{ fieldname: "answer", fieldtype: "Small Text", label: __("Answer of the Inspectors"), reqd: 1 },
		{ fieldname: "until", fieldtype: "Date", label: __("Mend Until") },
	], "return_item");
}
