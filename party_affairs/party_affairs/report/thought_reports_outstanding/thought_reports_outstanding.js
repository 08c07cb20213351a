{% include "party_affairs/public/js/ledger_report.js" %}

frappe.query_reports["Thought Reports Outstanding"] = party_affairs.ledger_report("thought_reports_due", {
	opens: "member_name",
	filters: [
		{
			fieldname: "half",
			label: __("Half-Year"),
			fieldtype: "Select",
			options: [
				{ value: "1", label: __("First Half") },
				{ value: "2", label: __("Second Half") },
			],
			default: party_affairs.half_of_today(),
		},
	],
	buttons: {
		[__("Remind by E-Mail")]({ branch, year, half }) {
			if (!branch) {
				frappe.msgprint(__("Please choose the branch whose members are to be reminded."));
				return;
			}
			const question = __(
				"Every member of {0} who has not handed in the report is sent a friendly mail. Go on?",
				[party_affairs.text(branch)]
			);
			frappe.confirm(question, async () => {
				const { message } = await frappe.xcall(
					"party_affairs.api.texts.personal_texts.remind_of_thought_reports",
					{ branch, half_year: `${year}-H${half}` }
				);
				frappe.show_alert({ message, indicator: "green" }, 10);
			});
		},
	},
});
