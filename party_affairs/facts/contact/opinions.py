"""The register of opinions: what was raised, to whom it went, and what was answered; and what the check asks of it (N09)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.facts.members.standing import is_asked
from party_affairs.rules.contact import opinions as rules
from party_affairs.rules.findings import Evidence, Subject, Trigger, subject_of
from party_affairs.rules.message import Message

OPINION = "Raised Opinion"
_MARK_LENGTH = 40
_FIELDS = (
	*(
		"name",
		"branch",
		"raised_on",
		"occasion",
		"is_unnamed",
		"member",
		"raised_by_name",
		"opinion",
		"status",
	),
	*("referred_to", "referred_body", "referred_on", "answer_until", "answer", "answered_on", "answered_by"),
	*("told_on", "told_how"),
)


@dataclass(frozen=True, slots=True)
class Answering:
	"""An opinion as evaluations read it: when it was raised, to which member it went, by when and when it was answered."""

	name: str
	branch: str
	raised_on: date
	referred_to: str | None
	due_on: date
	answered_on: date | None
	in_time: bool


def registered(which: Which, first: date, last: date) -> list:
	"""Return the opinions raised from `first` to `last`, by day, with the name of whom they went to: one query.

	Of unnamed ones there is nobody to return.
	"""
	opinion, member = DocType(OPINION), DocType("Party Member")
	return (
		frappe.qb.from_(opinion)
		.left_join(member)
		.on(member.name == opinion.referred_to)
		.select(*(opinion[field] for field in _FIELDS), member.member_name.as_("referred_name"))
		.where(which(opinion) & opinion.raised_on[first:last])
		.orderby(opinion.raised_on, opinion.name)
	).run(as_dict=True)


def answering(
	branches: Sequence[str], first: date, last: date, limit_days: int, as_of: date | None = None
) -> list[Answering]:
	"""Return the opinions of `branches` raised from `first` to `last`, with whether they were answered in time: one query.

	An answer after `as_of` (default: `last`) does not count yet. `limit_days` is the limit of clause N09.
	"""
	known = as_of or last
	found = []
	for row in registered(of_branches(branches), first, last):
		due = rules.due_on(row.raised_on, row.answer_until, limit_days)
		answered = row.answered_on if row.answered_on and row.answered_on <= known else None
		found.append(
			Answering(
				row.name,
				row.branch,
				row.raised_on,
				row.referred_to,
				due,
				answered,
				rules.was_in_time(due, answered),
			)
		)
	return found


def load(branches: Sequence[str], first: date, last: date) -> list:
	"""Return of the opinions raised from `first` to `last` what the check reads, nothing of what was said: one query."""
	return frappe.get_all(
		OPINION,
		filters={"branch": ["in", list(branches)], "raised_on": ["between", [first, last]]},
		fields=["name", "branch", "raised_on", "occasion", "answer_until", "answered_on"],
		order_by="raised_on, name",
	)


def triggers(branches: Mapping[str, Subject], rows: Iterable) -> list[Trigger]:
	"""Return the opinions as what waits for an answer. They are called by day and occasion: findings name nobody outside the Party."""
	found = (
		Trigger(
			subject_of(row.branch, OPINION, row.name, f"{row.raised_on} {_(row.occasion)}"),
			row.raised_on,
			OPINION,
			row.name,
			row.answer_until,
			what=Message("opinion raised on {day}", day=row.raised_on),
		)
		for row in rows
	)
	return [trigger for trigger in found if is_asked(branches, trigger)]


def evidence(rows: Iterable) -> list[Evidence]:
	"""Return the answers, each to its own opinion."""
	return [
		Evidence(row.name, row.answered_on, OPINION, row.name, answers=row.name)
		for row in rows
		if row.answered_on
	]


def mark_of_row(doctype: str, name: str, row: str) -> str:
	"""Return by what an opinion is known to come from a row of a document, without telling which: nobody is found by it."""
	return hashlib.sha256("|".join((doctype, name, row)).encode()).hexdigest()[:_MARK_LENGTH]


def other_of_row(mark: str) -> str | None:
	"""Return the opinion that was registered from the row with this mark, None if there is none: one query."""
	return frappe.db.get_value(OPINION, {"source_row": mark}, "name")


def registered_from(marks: Iterable[str]) -> dict[str, str]:
	"""Return by mark the opinions that were registered with it, those that were stored a moment ago included: one query.

	It reads past the picture that the transaction began with, and waits for whoever is registering the same.
	"""
	opinion = DocType(OPINION)
	rows = (
		frappe.qb.from_(opinion)
		.select(opinion.source_row, opinion.name)
		.where(opinion.source_row.isin(sorted(marks) or [""]))
		.for_update()
	).run()
	return dict(rows)


def marks_registered(marks: Iterable[str]) -> set[str]:
	"""Return those of the marks of rows from which opinions were registered: one query."""
	filters = {"source_row": ["in", sorted(marks) or [""]]}
	return set(frappe.get_all(OPINION, filters=filters, pluck="source_row", order_by="name"))


_SHOWN_TO_MEMBER = (
	*("name", "raised_on", "occasion", "opinion", "status", "answer_until"),
	*("answer", "answered_on", "told_on", "told_how"),
)


def of_member(member: str, limit: int) -> list:
	"""Return the opinions that a member raised by his name, the latest first: one query."""
	return frappe.get_all(
		OPINION,
		filters={"member": member, "is_unnamed": 0},
		fields=list(_SHOWN_TO_MEMBER),
		order_by="raised_on desc, name desc",
		limit=limit,
	)


def published(branch: str, limit: int) -> list:
	"""Return the opinions of a branch whose answers were published to its members, the latest first, without who raised them: one query."""
	return frappe.get_all(
		OPINION,
		filters={
			"branch": branch,
			"told_how": "Published to the Members",
			"told_on": ["is", "set"],
			"within_branch": 0,
		},
		fields=list(_SHOWN_TO_MEMBER),
		order_by="told_on desc, name desc",
		limit=limit,
	)
