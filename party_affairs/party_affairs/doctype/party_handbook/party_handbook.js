const METHODS = "party_affairs.api.archive.handbooks.";
const text = (value) => party_affairs.text(value);

frappe.ui.form.on("Party Handbook", {
	setup(frm) {
		frm.set_query("branch", () => ({ filters: { branch_type: ["in", ["Branch", "Joint Branch"]] } }));
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
		frm.get_field("contents_html").html("");
		frm.add_custom_button(__("Blank Book"), () => print_blank(frm));
		if (frm.is_new() || frm.is_dirty()) return;
		show_outcome(frm);
		show_contents(frm);
		const at_work = party_affairs.AT_WORK.includes(frm.doc.status);
		if (at_work) {
			party_affairs.follow_work(
				frm,
				METHODS + "get_progress",
				__("Make the Book"),
				__("The making was broken off before its end. Start it again; the book that was there before stays until then.")
			);
		}
		if (frm.doc.book_pdf) {
			frm.add_custom_button(__("Print Pages"), () => print_pages(frm));
			frm.add_custom_button(__("Book as PDF"), () => window.open(encodeURI(frm.doc.book_pdf)), __("Download"));
			frm.add_custom_button(__("Book as Word Document"), () => window.open(encodeURI(frm.doc.book_docx)), __("Download"));
		}
		if (!frm.perm[0] || !frm.perm[0].write) return;
		if (at_work) {
			frm.add_custom_button(__("Call Off"), () => take(frm, "call_off")).addClass("btn-danger");
		}
		const label = frm.doc.book_pdf ? __("Make the Book Anew") : __("Make the Book");
		const button = frm.add_custom_button(label, () => take(frm, "make"));
		if (!at_work && (!frm.doc.book_pdf || is_outdated(frm))) button.addClass("btn-primary");
	},
});

async function take(frm, method) {
	await frappe.xcall(METHODS + method, { name: frm.doc.name });
	await frm.reload_doc();
}

function is_outdated(frm) {
	return Object.keys((frm.doc.__onload && frm.doc.__onload.changed) || {}).length > 0;
}

function show_outcome(frm) {
	if (frm.doc.status === "Failed") {
		frm.dashboard.set_headline_alert(text(frm.doc.failure), "red");
	} else if (frm.doc.book_pdf && is_outdated(frm)) {
		const changed = Object.entries(frm.doc.__onload.changed)
			.map(([doctype, number]) => `${__(doctype)} ${number}`)
			.join("、");
		frm.dashboard.set_headline_alert(
			text(__("Records were changed after the book was made: {0}. Make it anew before you hand it on.", [changed])),
			"orange"
		);
	} else if (frm.doc.status === "Made") {
		frm.dashboard.set_headline_alert(__("The book has {0} pages and stands for {1}.", [frm.doc.pages, frappe.datetime.str_to_user(frm.doc.answers_for)]), "green");
	}
}

function show_contents(frm) {
	const parts = JSON.parse(frm.doc.contents || "[]");
	if (!parts.length) return;
	const body = parts
		.map((part, number) => {
			const title = part.level > 1 ? `<span style="padding-left: 2em">${text(part.title)}</span>` : `<b>${text(part.title)}</b>`;
			const pages = part.first === part.last ? part.first : `${part.first}–${part.last}`;
			return `<tr><td>${title}</td><td style="text-align: right">${pages}</td>
				<td><a href="#" data-part="${number}" style="text-decoration: underline">${__("Print")}</a></td></tr>`;
		})
		.join("");
	const heads = [
		[__("Contents"), "70%"],
		[__("Page"), "15%"],
		[__("Print Pages"), "15%"],
	];
	const field = frm.get_field("contents_html");
	field.html(party_affairs.table_html(heads, body));
	field.$wrapper.find("[data-part]").on("click", (event) => {
		event.preventDefault();
		const { first, last } = parts[event.currentTarget.dataset.part];
		open_pages(frm, first, last);
	});
}

function open_pages(frm, first, last) {
	const given = new URLSearchParams({ name: frm.doc.name, first, last });
	window.open(`/api/method/${METHODS}print_pages?${given}`);
}

function print_pages(frm) {
	frappe.prompt(
		[
			{ fieldname: "first", fieldtype: "Int", label: __("From Page"), default: 1, reqd: 1 },
			{ fieldname: "last", fieldtype: "Int", label: __("To Page"), default: frm.doc.pages, reqd: 1 },
		],
		({ first, last }) => open_pages(frm, first, last),
		__("Print Pages"),
		__("Print")
	);
}

function print_blank(frm) {
	frappe.prompt(
		[
			{ fieldname: "branch", fieldtype: "Link", options: "Party Branch", label: __("Party Branch"), default: frm.doc.branch, reqd: 1 },
			{ fieldname: "year", fieldtype: "Int", label: __("Year"), default: frm.doc.year, reqd: 1 },
			{ fieldname: "activities", fieldtype: "Int", label: __("Sheets for Activities"), default: 24, reqd: 1 },
		],
		(values) => window.open(`/api/method/${METHODS}print_blank?${new URLSearchParams(values)}`),
		__("Blank Book"),
		__("Print")
	);
}
