"""Made-up branches, members and assessments in any number, written in bulk on a site of their own."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import now

from party_affairs.facts.dues.standard import standard_on
from party_affairs.rules.dues.monthly_dues import monthly_due

COMMITTEE = "合成党委"
TABLES = (
	*("Party Dues Receipt Item", "Party Dues Receipt", "Party Dues Entry"),
	*("Dues Assessment", "Party Member", "Party Branch"),
)
"""What is emptied before and after: the site belongs to the benchmark alone."""

_BASES = tuple(Decimal(base) for base in ("2800", "4500", "7200.5", "9999.99", "15000", "60000"))
_SINCE = date(2015, 7, 1)


def clear(tables: Sequence[str] = TABLES) -> None:
	"""Empty the tables; the site has no records of anybody."""
	for doctype in tables:
		frappe.db.sql_ddl(f"truncate table `tab{doctype}`")
	frappe.db.commit()


def fill(members: int, branches: int, first: date) -> None:
	"""Write `branches` branches under one committee with `members` members among them, each assessed from `first` on."""
	clear()
	_insert("Party Branch", _branches(branches))
	_insert("Party Member", _members(members, branches))
	_insert("Dues Assessment", _assessments(members, branches, first))
	frappe.db.commit()
	for doctype in TABLES:
		frappe.db.sql(f"analyze table `tab{doctype}`")


def fill_branches(number: int) -> None:
	"""Write `number` branches without members under one committee into the empty table."""
	frappe.db.sql_ddl("truncate table `tabParty Branch`")
	_insert("Party Branch", _branches(number))
	frappe.db.commit()


def branch_name(number: int) -> str:
	return f"合成第{number:05d}党支部"


def member_name(number: int) -> str:
	return f"BM-{number:07d}"


def _branches(number: int) -> Iterable[dict]:
	yield {
		"name": COMMITTEE,
		"branch_name": COMMITTEE,
		"branch_type": "Primary Committee",
		"status": "Active",
		"is_group": 1,
		"founded_on": _SINCE,
		"parent_party_branch": None,
		"lft": 1,
		"rgt": 2 * number + 2,
	}
	for position in range(number):
		yield {
			"name": branch_name(position),
			"branch_name": branch_name(position),
			"branch_type": "Branch",
			"status": "Active",
			"is_group": 0,
			"founded_on": _SINCE,
			"parent_party_branch": COMMITTEE,
			"lft": 2 * position + 2,
			"rgt": 2 * position + 3,
		}


def _members(number: int, branches: int) -> Iterable[dict]:
	for position in range(number):
		yield {
			"name": member_name(position),
			"member_name": f"合成党员{position}",
			"branch": branch_name(position % branches),
			"stage": "Full Member",
			"status": "On Register",
			"joined_on": _SINCE,
			"full_member_on": _SINCE,
			"joined_branch_on": _SINCE,
		}


def _assessments(number: int, branches: int, first: date) -> Iterable[dict]:
	name, standard = standard_on(first)
	due = {base: monthly_due(base, standard=standard) for base in _BASES}
	for position in range(number):
		base = _BASES[position % len(_BASES)]
		yield {
			"name": f"BA-{position:07d}",
			"member": member_name(position),
			"member_name": f"合成党员{position}",
			"branch": branch_name(position % branches),
			"category": "Employed",
			"basis_method": "Monthly Pay",
			"payment_frequency": "Quarterly" if position % 10 == 0 else "Monthly",
			"effective_from": first,
			"monthly_base": base,
			"monthly_due": due[base],
			"standard": name,
		}


def _insert(doctype: str, rows: Iterable[dict]) -> None:
	stamp = now()
	stamped = [
		{
			"owner": "Administrator",
			"modified_by": "Administrator",
			"creation": stamp,
			"modified": stamp,
			**row,
		}
		for row in rows
	]
	frappe.db.bulk_insert(doctype, list(stamped[0]), (tuple(row.values()) for row in stamped))
