"""The same person among the records of members: by his ID number, or by name and day of birth.

They are looked for among all organisations, whatever the caller may see of them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe

_MEMBER = "Party Member"
_FIELDS = ["name", "branch", "status"]


def branch_of(
	name: str,
	birth_date: date | str | None,
	id_number: str | None,
	standings: Sequence[str],
	leaving_out: str,
) -> str | None:
	"""Return the branch of another record of the same person with one of `standings` (labels), None without one.

	`leaving_out` names the record that is asked about. Two queries at most.
	"""
	others: dict[str, Any] = {"name": ["!=", leaving_out], "status": ["in", standings]}
	if id_number:
		found = frappe.db.get_value(_MEMBER, {**others, "id_number": id_number}, "branch")
		if found:
			return found
	if birth_date:
		same: dict[str, Any] = {"member_name": name, "birth_date": birth_date}
		# Two people may share name and birthday; two different ID numbers settle it.
		if id_number:
			same["id_number"] = ["is", "not set"]
		return frappe.db.get_value(_MEMBER, {**others, **same}, "branch")
	return None


def with_id_number(id_number: str) -> Any:
	"""Return name, branch and status of the record with an ID number, None if there is none: one query."""
	return frappe.db.get_value(_MEMBER, {"id_number": id_number}, _FIELDS, as_dict=True)


def transferred_out(name: str, birth_date: date | str | None) -> Any:
	"""Return name, branch and status of a namesake born on the same day who was transferred out, None without one: one query."""
	same = {"member_name": name, "birth_date": birth_date, "status": "Transferred Out"}
	return frappe.db.get_value(_MEMBER, same, _FIELDS, as_dict=True)
