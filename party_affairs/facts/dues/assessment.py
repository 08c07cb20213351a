"""Dues assessments: which one counts for a member and a month, set-based."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs import settings
from party_affairs.facts.criteria import Which
from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues import assessment as rules

_FIELDS = (
	*(
		"name",
		"member",
		"branch",
		"category",
		"regular_category",
		"basis_method",
		"effective_from",
		"effective_to",
	),
	*("monthly_base", "monthly_due", "payment_frequency", "standard"),
)
_LISTED = (
	*_FIELDS,
	*("member_name", "agreed_amount", "decided_on", "approved_on", "approval_no", "consented_on"),
	*("change_reason", "remarks", "signed_on"),
)


def in_force(members: Sequence[str], month: date) -> dict[str, Any]:
	"""Return by member the assessment for the month whose first day is `month`: one query.

	A member without one is left out. Rows have name, member, branch, category, basis_method, effective_from, effective_to,
	monthly_base, monthly_due (Decimal), payment_frequency and standard.
	"""
	found = {
		member: rules.in_force(rows, month) for member, rows in of_members(members, month, month).items()
	}
	return {member: row for member, row in found.items() if row}


def of_members(members: Sequence[str], first: date, last: date | None) -> Mapping[str, list[Any]]:
	"""Return by member the assessments that reach into the months from `first` to `last` (None: no end): one query."""
	if not members:
		return {}
	rows = _reaching_into(lambda table: table.member.isin(members), _FIELDS, first, last)
	return {member: list(group) for member, group in groupby(rows, key=lambda row: row.member)}


def listed(which: Which, first: date, last: date) -> list:
	"""Return the assessments that reach into the months from `first` to `last`, by member and first month: one query.

	They are those of :func:`of_members` with what their sheet shows besides: who decided on them, and the signature.
	"""
	return _reaching_into(which, _LISTED, first, last)


def _reaching_into(which: Which, fields: Sequence[str], first: date, last: date | None) -> list:
	assessment = DocType("Dues Assessment")
	query = (
		frappe.qb.from_(assessment)
		.select(*(assessment[field] for field in fields))
		.where(which(assessment))
		.where(assessment.effective_to.isnull() | (assessment.effective_to >= first))
		.orderby(assessment.member, assessment.effective_from)
	)
	if last:
		query = query.where(assessment.effective_from <= last)
	rows = query.run(as_dict=True)
	for row in rows:
		for fieldname in ("monthly_base", "monthly_due"):
			row[fieldname] = yuan(row[fieldname])
	return rows


def begins_on(member: str, first: date | str, leaving_out: str) -> bool:
	"""Whether another assessment of a member counts from the month that begins on `first`: one query."""
	filters = {"member": member, "effective_from": first, "name": ["!=", leaving_out]}
	return bool(frappe.db.exists("Dues Assessment", filters))


def modes(branch_rows: Iterable) -> dict[str, str]:
	"""Return by branch when it assesses anew, `annual` or `monthly`, of those that do not leave it to the site."""
	return {row.name: frappe.scrub(row.dues_mode) for row in branch_rows if row.dues_mode}


def mode_of(branch: str) -> str:
	"""Return when a branch assesses anew: `Annual` (fixed at the beginning of the year) or `Monthly` (as income changes).

	What the branch leaves open is as the site's settings have it.
	"""
	own = frappe.db.get_value("Party Branch", branch, "dues_mode")
	return own or settings.dues_mode()
