frappe.ui.form.on("Party Dues Expense", {
	setup(frm) {
		party_affairs.limit_members(frm, ["handled_by"]);
		frm.set_query("resolution", () => ({
			// Whether a meeting of another kind is an assembly as well, the server knows.
			filters: {
				branch: frm.doc.branch || "",
				docstatus: 1,
				meeting_date: ["<=", frm.doc.spent_on || frappe.datetime.get_today()],
			},
		}));
	},

	onload: party_affairs.prefill_branch,
	refresh(frm) {
		party_affairs.only_own_books(frm);
		show_balance(frm);
	},

	branch: show_balance,
	spent_on: show_balance,
	before_cancel: (frm) => party_affairs.cancel_with_reason(frm),
});

async function show_balance(frm) {
	frm.set_intro("");
	const { branch, spent_on, docstatus } = frm.doc;
	if (docstatus || !branch) return;
	const on = spent_on || frappe.datetime.get_today();
	const { balance, available } = await frappe.xcall("party_affairs.api.dues.account.balance", { branch, on });
	if (frm.doc.branch !== branch || frm.doc.docstatus) return;
	const yuan = (sum) => format_number(sum, null, 2);
	frm.set_intro("");
	frm.set_intro(
		__("In the account on {0}: {1} yuan; {2} yuan can be spent.", [on, yuan(balance), yuan(available)]),
		"blue"
	);
}
