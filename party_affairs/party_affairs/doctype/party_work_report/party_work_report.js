frappe.ui.form.on("Party Work Report", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_members(frm, ["reporter"]);
		frm.set_query("assembly", () => ({
			// A meeting of another kind may be an assembly as well: the server looks at that.
			filters: { branch: frm.doc.branch || "", docstatus: 1, meeting_date: [">=", frm.doc.period_start] },
		}));
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		await party_affairs.prefill_branch(frm);
		const today = frappe.datetime.str_to_obj(frappe.datetime.get_today());
		if (!frm.doc.year) await frm.set_value("year", today.getFullYear());
		if (!frm.doc.half) await frm.set_value("half", today.getMonth() < 6 ? "First Half" : "Second Half");
		prefill_reporter(frm);
	},

	refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		show_next_step(frm);
		if (frm.is_new()) bring_in_sections(frm);
		const { may_receive, grades } = frm.doc.__onload || {};
		if (frm.doc.docstatus !== 1 || !may_receive) return;
		const label = frm.doc.received_on ? __("Change Opinion") : __("Receive Report");
		frm.add_custom_button(label, () => receive(frm, grades || [])).addClass("btn-primary");
	},

	branch: prefill_reporter,
	kind: bring_in_sections,
	half: bring_in_sections,
	year: bring_in_sections,

	async assembly(frm) {
		if (!frm.doc.assembly || frm.doc.kind !== "Work Report" || frm.doc.eligible) return;
		const { assembly } = frm.doc;
		const numbers = await frappe.xcall("party_affairs.api.texts.work_reports.numbers", { assembly });
		if (frm.doc.assembly === assembly) await frm.set_value(numbers);
	},
});

async function prefill_reporter(frm) {
	if (!frm.doc.branch || frm.doc.reporter) return;
	const filters = { branch: frm.doc.branch, post: "Secretary", status: "In Office" };
	const posts = await frappe.db.get_list("Party Post", { filters, fields: ["member"], limit: 1 });
	if (posts.length && !frm.doc.reporter) await frm.set_value("reporter", posts[0].member);
}

// The sections follow from the kind of report and its period, until somebody has written something.
async function bring_in_sections(frm) {
	const { kind, year, half } = frm.doc;
	if (!frm.is_new() || !year || (kind === "Work Report" && !half)) return;
	if ((frm.doc.sections || []).some((row) => row.content)) return;
	const sections = await frappe.xcall("party_affairs.api.texts.work_reports.sections", { kind, year, half });
	if (frm.doc.kind !== kind || frm.doc.year !== year || frm.doc.half !== half) return;
	frm.clear_table("sections");
	sections.forEach((row) => frm.add_child("sections", row));
	frm.refresh_field("sections");
}

function show_next_step(frm) {
	frm.set_intro("");
	if (frm.is_new()) return;
	const { docstatus, kind, assembly_date, review_result, delivered_on, received_on } = frm.doc;
	if (docstatus === 2) return;
	const open = [];
	if (docstatus === 0) {
		open.push(__("Write the sections, then submit: what is delivered is not changed any more."));
	} else {
		if (!assembly_date) open.push(__("report to the assembly"));
		else if (kind === "Work Report" && !review_result) open.push(__("enter the result of the assembly's review"));
		if (!delivered_on) open.push(__("deliver to the committee above"));
		else if (!received_on) open.push(__("the committee above has not received it yet"));
	}
	if (open.length) frm.set_intro(__("Next: {0}", [open.join("；")]), "blue");
	else frm.set_intro(__("This report was delivered to both, and both have answered."), "green");
}

function receive(frm, grades) {
	const fields = [
		{
			fieldname: "received_on",
			fieldtype: "Date",
			label: __("Received On"),
			default: frm.doc.received_on || frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "opinion",
			fieldtype: "Small Text",
			label: __("Opinion of the Committee Above"),
			default: frm.doc.above_opinion,
		},
	];
	if (frm.doc.kind === "Duty Report") {
		fields.push({
			fieldname: "grade",
			fieldtype: "Select",
			label: __("Grade of the Assessment"),
			options: ["", ...grades],
			default: frm.doc.grade,
		});
	}
	const save = (values) =>
		frappe.call({
			method: "party_affairs.api.texts.work_reports.receive",
			args: { name: frm.doc.name, ...values },
			callback: () => frm.reload_doc(),
		});
	frappe.prompt(fields, save, __("Receive Report"), __("Confirm"));
}
