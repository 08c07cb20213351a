frappe.ui.form.on("Party Membership Transfer", {
	setup(frm) {
		party_affairs.limit_branches(frm);
		party_affairs.limit_branches(frm, "to_branch");
		party_affairs.limit_members(frm, ["member"]);
		frm.set_query("to_firm", () => ({ filters: { is_active: 1 } }));
	},

	refresh(frm) {
		const rights = frm.doc.__onload || {};
		// The branch that receives the letter reads it; roles alone would offer it more.
		if (frm.doc.docstatus === 1 && !rights.may_cancel) frm.page.clear_secondary_action();
		if (frm.doc.docstatus !== 1 || frm.doc.status !== "Letter Issued") return;
		if (frm.doc.valid_until < frappe.datetime.get_today()) {
			frm.set_intro(__("The letter is no longer valid, and nobody has accepted it."), "orange");
		}
		if (!rights.may_receive) return;
		frm.add_custom_button(__("Accept Membership"), () => accept(frm)).addClass("btn-primary");
		frm.add_custom_button(__("Send Back"), () => send_back(frm));
	},

	async member(frm) {
		if (!frm.doc.member) return;
		const fields = ["member_name", "branch"];
		const { message } = await frappe.db.get_value("Party Member", frm.doc.member, fields);
		await frm.set_value(message);
	},

	direction(frm) {
		if (frm.doc.direction === "In") frm.set_value({ member: null, branch: null });
	},
});

function accept(frm) {
	const fields = [
		{
			fieldname: "accepted_on",
			fieldtype: "Date",
			label: __("Accepted On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "receipt_no", fieldtype: "Data", label: __("Receipt No.") },
	];
	frappe.prompt(
		fields,
		(values) => record(frm, "accept_transfer", values),
		__("Accept Membership"),
		__("Confirm")
	);
}

function send_back(frm) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason for Return"),
		reqd: 1,
	};
	frappe.prompt(reason, (values) => record(frm, "send_back", values), __("Send Back"), __("Confirm"));
}

const record = (frm, method, values) =>
	frappe.call({
		method: `party_affairs.api.members.record.${method}`,
		args: { name: frm.doc.name, ...values },
		callback: () => frm.reload_doc(),
	});
