const AT_WORK = ["Queued", "Running"];
const POLL_EVERY = 1500;

frappe.ui.form.on("Party Year Import", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		show_reasons_in_full(frm);
	},

	onload(frm) {
		party_affairs.prefill_branch(frm);
		if (frm.is_new() && !frm.doc.year) {
			frm.set_value("year", frappe.datetime.str_to_obj(frappe.datetime.get_today()).getFullYear());
		}
	},

	refresh(frm) {
		frm.dashboard.clear_headline();
		show_outcome(frm);
		frm.add_custom_button(__("Download Template"), () => download_template(frm));
		if (frm.is_new() || frm.is_dirty()) return;
		if (AT_WORK.includes(frm.doc.status)) {
			follow(frm);
		}
		if (frm.perm[0] && frm.perm[0].write) {
			frm.add_custom_button(__("Import Year"), () => start(frm)).addClass("btn-primary");
		}
	},
});

async function start(frm) {
	await frappe.xcall("party_affairs.api.importing.start", { name: frm.doc.name });
	await frm.reload_doc();
}

// Asked again and again, not pushed: a bench without a realtime server shows the progress as well.
async function follow(frm) {
	const name = frm.doc.name;
	clearTimeout(frm.import_timer);
	const state = await frappe.xcall("party_affairs.api.importing.get_progress", { name });
	if (!cur_page_shows(frm, name)) return;
	if (!AT_WORK.includes(state.status)) {
		frm.reload_doc();
		return;
	}
	if (state.broken_off) {
		frm.dashboard.hide_progress();
		frm.dashboard.set_headline_alert(
			__("The import was broken off before its end. Nothing was brought in; start it again."),
			"red"
		);
		return;
	}
	frm.dashboard.show_progress(__("Import Year"), Math.max(state.percent, 1), __(state.status));
	frm.import_timer = setTimeout(() => follow(frm), POLL_EVERY);
}

function cur_page_shows(frm, name) {
	return frm.doc.name === name && frm.page.wrapper.is(":visible");
}

function show_outcome(frm) {
	if (frm.doc.status === "Completed") {
		frm.dashboard.set_headline_alert(__("The year was imported."), "green");
	} else if (frm.doc.status === "Failed") {
		frm.dashboard.set_headline_alert(
			__("Nothing was imported. Correct the problems listed below in the workbook, upload it again and start anew."),
			"red"
		);
	}
}

// A grid cuts off long text; a reason that cannot be read to its end helps nobody.
function show_reasons_in_full(frm) {
	frappe.dom.set_style(
		`.party-import-problems .grid-static-col { height: auto; }
		.party-import-problems .grid-static-col .static-area { white-space: normal; }`,
		"party-import-problems"
	);
	frm.get_field("errors").$wrapper.addClass("party-import-problems");
}

function download_template(frm) {
	const values = { branch: frm.doc.branch, year: frm.doc.year };
	const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value));
	open_url_post("/api/method/party_affairs.api.importing.download_template", given);
}
