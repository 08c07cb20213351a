frappe.ui.form.on("Honour", {
	setup(frm) {
		party_affairs.limit_members(frm, ["member", "suggested_by"]);
		frm.set_query("good_deed", () => ({
			filters: { member: frm.doc.member || "", kind: "Good Deed" },
		}));
		frm.set_query("meeting", () => ({ filters: { branch: frm.doc.branch || "", docstatus: 1 } }));
	},

	onload: party_affairs.prefill_branch,

	refresh(frm) {
		if (frm.doc.docstatus !== 1 || !frm.perm[0].cancel) return;
		frm.add_custom_button(__("Withdraw Honour"), () => withdraw(frm));
	},
});

function withdraw(frm) {
	const fields = [
		{ fieldname: "day", fieldtype: "Date", label: __("Withdrawn On"), default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Withdrawn Because"), reqd: 1 },
	];
	const send = async (values) => {
		await frappe.xcall("party_affairs.api.members.honours.withdraw", { name: frm.doc.name, ...values });
		frm.reload_doc();
	};
	frappe.prompt(fields, send, __("Withdraw Honour"), __("Withdraw Honour"));
}
