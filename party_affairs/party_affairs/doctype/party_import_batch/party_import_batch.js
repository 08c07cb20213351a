const METHODS = "party_affairs.api.importing.";
const COLOURS = { Imported: "green", "Partly Imported": "orange", Refused: "red", "Left Out": "gray" };
const text = (value) => party_affairs.text(value);

frappe.ui.form.on("Party Import Batch", {
	onload(frm) {
		party_affairs.prefill_branch(frm);
	},

	refresh(frm) {
		frm.dashboard.clear_headline();
		frm.dashboard.hide_progress();
		frm.get_field("lines_html").html(frm.is_new() ? "" : lines_html(frm.doc.lines || []));
		if (frm.is_new()) {
			frm.dashboard.set_headline_alert(__("Save first; then attach a ZIP archive, or the workbooks themselves."), "blue");
			return;
		}
		if (frm.is_dirty()) return;
		const at_work = party_affairs.AT_WORK.includes(frm.doc.status);
		if (at_work) {
			party_affairs.follow_work(
				frm,
				METHODS + "get_batch_progress",
				__("Import All"),
				__("The work was broken off before its end. What is listed as imported stays; start it again to go on.")
			);
		}
		if (!frm.perm[0] || !frm.perm[0].write) return;
		if (at_work) {
			frm.add_custom_button(__("Call Off"), () => call_off(frm)).addClass("btn-danger");
			return;
		}
		frm.add_custom_button(__("Attach Workbooks"), () => attach(frm));
		frm.add_custom_button(__("Import All"), () => start(frm)).addClass("btn-primary");
	},
});

async function start(frm) {
	await frappe.xcall(METHODS + "start_batch", { name: frm.doc.name });
	await frm.reload_doc();
}

async function call_off(frm) {
	await frappe.xcall(METHODS + "cancel_batch", { name: frm.doc.name });
	await frm.reload_doc();
}

function attach(frm) {
	new frappe.ui.FileUploader({
		doctype: frm.doctype,
		docname: frm.docname,
		frm,
		folder: "Home/Attachments",
		allow_multiple: true,
		make_attachments_public: false,
		restrictions: { allowed_file_types: [".xlsx", ".xlsm", ".xls", ".csv", ".zip"] },
		on_success: (file) => frm.attachments.attachment_uploaded(file),
	});
}

function lines_html(lines) {
	if (!lines.length) return "";
	const heads = [
		[__("File"), "18%"],
		[__("Party Branch"), "17%"],
		[__("Year"), "6%"],
		[__("Import Result"), "12%"],
		[__("New / Changed / Unchanged"), "11%"],
		[__("Problems"), "6%"],
		[__("What Was Found"), "30%"],
	];
	const body = lines
		.map((line) => {
			const file = line.year_import
				? `<a style="text-decoration: underline" href="/app/party-year-import/${encodeURIComponent(line.year_import)}">${text(line.file_name)}</a>`
				: text(line.file_name);
			const marked = line.marked_copy
				? `<div><a style="text-decoration: underline" href="${encodeURI(line.marked_copy)}">${__("Workbook with the Problems Marked")}</a></div>`
				: "";
			const numbers = line.result === "Left Out" ? "" : `${line.created} / ${line.updated} / ${line.unchanged}`;
			return `<tr>
				<td style="overflow-wrap: anywhere">${file}</td>
				<td style="overflow-wrap: anywhere">${text(line.branch)}</td>
				<td>${line.year || ""}</td>
				<td style="white-space: nowrap"><span class="indicator-pill ${COLOURS[line.result] || "gray"}">${__(line.result)}</span></td>
				<td>${numbers}</td>
				<td>${line.problem_count || ""}</td>
				<td style="overflow-wrap: anywhere; white-space: pre-line">${text(line.told)}${marked}</td>
			</tr>`;
		})
		.join("");
	return party_affairs.table_html(heads, body);
}
