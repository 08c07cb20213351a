"""Entries of a month for everybody who owes dues."""

from collections.abc import Sequence
from datetime import date

import frappe

from party_affairs.facts import dues_assessment


def ensure_entries(pairs: Sequence[tuple[str, date]], branch: str) -> None:
	"""Make the entries of (member, month) that are missing, by the assessments in force."""
	months = {month for _member, month in pairs}
	for month in sorted(months):
		members = [member for member, of_month in pairs if of_month == month]
		for member, row in dues_assessment.in_force(members, month).items():
			name = f"{member}-{month:%Y-%m}"
			if not frappe.db.exists("Party Dues Entry", name):
				frappe.get_doc(
					{
						"doctype": "Party Dues Entry",
						"member": member,
						"branch": branch,
						"dues_month": month,
						"due_amount": row.monthly_due,
						"dues_base": row.monthly_base,
						"assessment": row.name,
					}
				).insert(ignore_permissions=True)
