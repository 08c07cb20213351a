// Exchange of member data with other systems: the dialogs of the list of members and of its report.
frappe.provide("party_affairs");

const EXCHANGE = "party_affairs.api.members.exchange";

// Note that members were entered on the platform; `done` is called afterwards.
party_affairs.mark_entered = function (members, done) {
	if (!members.length) {
		frappe.msgprint(__("Choose the members who were entered."));
		return;
	}
	const fields = [
		{
			fieldname: "entered_on",
			fieldtype: "Date",
			label: __("Entered On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "sheet_of",
			fieldtype: "Date",
			label: __("By the Sheet of the Day"),
			description: __("If they were entered from a sheet of an earlier day: what was recorded after it stays on the list"),
		},
	];
	const send = async (values) => {
		const count = await frappe.xcall(`${EXCHANGE}.mark_entered`, { members, ...values });
		frappe.show_alert({ message: __("{0} members are marked as entered.", [count]), indicator: "green" });
		done();
	};
	frappe.prompt(fields, send, __("{0} Members Entered on the Platform", [members.length]), __("Mark as Entered"));
};

// Choose a format, see what the receiver would refuse, and only then export.
party_affairs.export_members = async function () {
	const formats = await frappe.xcall(`${EXCHANGE}.formats`);
	if (!formats.length) {
		frappe.msgprint(__("No exchange format is in use. Ask the committee's Party affairs officer to set one up."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Export for Another System"),
		size: "large",
		fields: [
			{
				fieldname: "exchange_format",
				fieldtype: "Select",
				label: __("Exchange Format"),
				options: formats.map(({ name }) => name),
				default: formats[0].name,
				reqd: 1,
				change: () => look(dialog),
			},
			{
				fieldname: "branch",
				fieldtype: "Link",
				options: "Party Branch",
				label: __("Party Branch"),
				default: await party_affairs.only_branch(),
				description: __("Empty: all organisations that you are in charge of"),
				change: () => look(dialog),
			},
			{
				fieldname: "purpose",
				fieldtype: "Data",
				label: __("Purpose"),
				description: __("It stands in the copy and in the log, with your name and the time"),
				reqd: 1,
			},
			{ fieldname: "found", fieldtype: "HTML" },
		],
		primary_action_label: __("Export to Excel"),
		primary_action({ exchange_format, branch, purpose }) {
			const query = new URLSearchParams({ exchange_format, purpose, ...(branch ? { branch } : {}) });
			window.open(`/api/method/${EXCHANGE}.download?${query}`);
			dialog.hide();
		},
	});
	dialog.show();
	await look(dialog);
};

async function look(dialog) {
	const { exchange_format, branch } = dialog.get_values(true);
	if (!exchange_format) return;
	const found = await frappe.xcall(`${EXCHANGE}.preview`, { exchange_format, branch: branch || null });
	dialog.fields_dict.found.$wrapper.html(found_html(found));
}

function found_html({ count, is_example, restricted, remarks }) {
	const text = frappe.utils.escape_html;
	const lines = [`<p><b>${__("{0} members stand in the sheet.", [count])}</b></p>`];
	if (is_example) {
		lines.push(
			`<p class="bold">${__("The format is an example: compare headings and codes with the receiver's template first.")}</p>`
		);
	}
	if (restricted.length) {
		lines.push(
			`<p class="text-muted">${__("It holds {0}. That you export it is written into the log of access to personal data.", [text(restricted.join("、"))])}</p>`
		);
	}
	if (!remarks.length) {
		lines.push(`<p class="text-success">${__("All values are there, and the code tables know all of them.")}</p>`);
		return lines.join("");
	}
	const rows = remarks.map(
		(one) =>
			`<tr><td>${text(one.heading)}</td><td class="text-right">${one.count}</td><td>${text(one.sentence)}<div class="text-muted small">${text(one.names)}</div></td></tr>`
	);
	lines.push(
		`<table class="table table-bordered"><thead><tr><th style="width: 9em">${__("Heading")}</th><th class="text-right" style="width: 4em">${__("Number")}</th><th>${__("What Is to Be Done")}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`
	);
	return lines.join("");
}
