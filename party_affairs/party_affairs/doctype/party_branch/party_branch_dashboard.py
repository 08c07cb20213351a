from typing import Any

from frappe import _


def get_data() -> dict[str, Any]:
	"""Connections of a Party Branch."""
	return {
		"fieldname": "branch",
		"non_standard_fieldnames": {"Party Branch": "parent_party_branch"},
		"transactions": [
			{
				"label": _("Organisation"),
				"items": [
					"Party Branch",
					"Party Group",
					"Party Post",
					"Party Post Absence",
					"Party Election",
				],
			},
			{
				"label": _("Party Members"),
				"items": ["Party Member", "Contact Pairing", "Public Welfare Activity", "Honour"],
			},
			{
				"label": _("Development and Standing"),
				"items": [
					"Party Development Case",
					"Party Membership Transfer",
					"Party Membership Change",
					"Party Member Event",
					"Two Way Cultivation",
				],
			},
			{
				"label": _("Organisation Life"),
				"items": ["Party Meeting", "Party Annual Plan", "Party Training", "Online Study"],
			},
			{
				"label": _("Boards and Notices"),
				"items": [
					"Wall Board",
					"Party Notice",
					"Board Photo",
					"Party Venue Check",
					"Study Material",
					"Publicity Item",
				],
			},
			{
				"label": _("Dues"),
				"items": [
					"Dues Assessment",
					"Party Dues Entry",
					"Party Dues Receipt",
					"Party Dues Statement",
					"Party Dues Remittance",
					"Party Dues Expense",
					"Party Dues Year",
				],
			},
			{
				"label": _("Compliance and Evaluation"),
				"items": [
					"Compliance Finding",
					"Compliance Report",
					"Evaluation",
					"Party Year Import",
					"Party Import Batch",
					"Exchange Comparison",
				],
			},
			{
				"label": _("Archive"),
				"items": ["Party Handbook", "Archive Volume"],
			},
		],
	}
