"""Entries of dues, made in bulk: as their document would store them, each member and month once.

The unique index of the database holds the key, so that two runs at once cannot make a month twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pypika import functions as fn

import frappe
from frappe.query_builder import DocType
from frappe.utils import now

from party_affairs.facts.dues.liability import Liability
from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues.assessment import payable_by
from party_affairs.rules.periods import Period
from party_affairs.touches import touch

ENTRY = "Party Dues Entry"
_UNTOUCHED = ("Unpaid", "Exempt")
_FIELDS = (
	*("name", "owner", "modified_by", "creation", "modified"),
	*("member", "member_name", "branch", "dues_month", "payable_by", "status"),
	*("due_amount", "paid_amount", "dues_base", "assessment"),
)


@dataclass(frozen=True)
class Stored:
	"""An entry as it is: whether a run made it, and whether money has come for it."""

	name: str
	branch: str
	assessment: str | None
	due: Decimal
	payable_by: date | None
	is_untouched: bool

	@property
	def is_of_run(self) -> bool:
		"""Whether a run may still change it: what was typed, or has met money, is no matter of the run."""
		return self.is_untouched and bool(self.assessment)

	def says(self, owed: Liability, month: Period) -> bool:
		"""Whether the sum, its assessment and its day are what is owed by now."""
		return (self.assessment, self.due, self.payable_by) == (
			owed.assessment.name,
			owed.assessment.monthly_due,
			_payable_by(owed, month),
		)


def name_of(member: str, month: date) -> str:
	"""Return the name of the entry of a member for a month, which the document gives itself too."""
	return f"{member}-{month:%Y-%m}"


def stored(members: Iterable[str], month: Period) -> dict[str, Stored]:
	"""Return by member the entries of a month: one query."""
	entry = DocType(ENTRY)
	rows = (
		frappe.qb.from_(entry)
		.select(
			*(entry.member, entry.name, entry.branch, entry.assessment, entry.due_amount),
			*(entry.payable_by, entry.status, entry.paid_amount),
		)
		.where((entry.dues_month == month.start) & entry.member.isin([*members] or [""]))
	).run()
	return {
		member: Stored(
			*(name, branch, assessment, yuan(due), until),
			is_untouched=status in _UNTOUCHED and not paid,
		)
		for member, name, branch, assessment, due, until, status, paid in rows
	}


def make(owed: Sequence[Liability], month: Period) -> int:
	"""Make the entries of assessed members for a month and return their number; those that exist by now stay: two queries."""
	if not owed:
		return 0
	stamp, user = now(), frappe.session.user
	frappe.db.bulk_insert(
		ENTRY,
		list(_FIELDS),
		[_row(row, month, stamp, user) for row in owed],
		ignore_duplicates=True,
		chunk_size=len(owed),
	)
	touch(ENTRY, branches={row.branch for row in owed}, members=[row.member for row in owed])
	entry = DocType(ENTRY)
	made = (
		frappe.qb.from_(entry)
		.select(fn.Count("*"))
		.where((entry.dues_month == month.start) & (entry.creation == stamp) & (entry.owner == user))
		.where(entry.branch.isin(sorted({row.branch for row in owed})))
	).run()
	return made[0][0]


def move(moved: Sequence[tuple[Stored, Liability]]) -> None:
	"""Let untouched entries go along with members to whose new branch the month belongs: one query a branch.

	An entry for which money has come in between stays where it was paid.
	"""
	by_branch: dict[str, list[str]] = defaultdict(list)
	for before, owed in moved:
		by_branch[owed.branch].append(before.name)
	entry = DocType(ENTRY)
	for branch, names in by_branch.items():
		(
			frappe.qb.update(entry)
			.set(entry.branch, branch)
			.set(entry.modified, now())
			.set(entry.modified_by, frappe.session.user)
			.where(entry.name.isin(names) & entry.status.isin(_UNTOUCHED) & (entry.paid_amount == 0))
		).run()
	touch(ENTRY, branches=by_branch, records=[before.name for before, _owed in moved])


def _row(owed: Liability, month: Period, stamp: str, user: str) -> tuple[Any, ...]:
	assessment = owed.assessment
	return (
		*(name_of(owed.member, month.start), user, user, stamp, stamp),
		*(owed.member, owed.member_name, owed.branch, month.start, _payable_by(owed, month)),
		*("Unpaid" if assessment.monthly_due else "Exempt", assessment.monthly_due, 0),
		*(assessment.monthly_base, assessment.name),
	)


def _payable_by(owed: Liability, month: Period) -> date:
	return payable_by(month.start, frappe.scrub(owed.assessment.payment_frequency or ""))
