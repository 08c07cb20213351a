"""What a row of the roster says of a member's standing against what is stored: news, history, or what cannot be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.facts.members.register import stage_on
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members import membership
from party_affairs.rules.message import Message

_FULL, _PROBATIONARY = "Full Member", "Probationary Member"
_IN_PARTY = (_FULL, _PROBATIONARY)
_SINCE_PROBATION = date(1982, 9, 6)
"""Since the Party Constitution of this day everybody who joins is on probation for a year."""

_YEAR, _LONGEST_PROBATION = 12, 24


def as_told(
	values: Mapping[str, Any], member: Mapping[str, Any], record: Record, context: Context
) -> dict[str, Any]:
	"""Return the values of a row without those parts of the standing that are history, or that lack the day of a change.

	What the roster of a past year says is not written over what is newer; a newer roster that tells a change with its day
	is written. Both are noted. What is left of the differences the document refuses.
	"""
	kept = dict(values)
	if kept.get("stage") and kept["stage"] != member["stage"]:
		_weigh_stage(kept, member, record, context)
	if kept.get("status") and kept["status"] != member["status"]:
		_weigh_status(kept, member, record, context)
	return kept


def _weigh_stage(values: dict[str, Any], member: Mapping[str, Any], record: Record, context: Context) -> None:
	told, stored = values["stage"], member["stage"]
	ahead = membership.is_later_stage(told, stored)
	if ahead and _day_of(told, values, member):
		_note_news(record, "stage", _day_of(told, values, member), "Party Development Case")
	elif not ahead and (_is_past(context) or _as_of(member, context) == told):
		_keep(values, ("stage", *membership.STAGE_DATES), member, record, "stage", context)
	elif _is_later_workbook(member, context):
		_keep(values, ("stage",), member, record, "stage", context)


def _weigh_status(
	values: dict[str, Any], member: Mapping[str, Any], record: Record, context: Context
) -> None:
	told, stored = values["status"], member["status"]
	leaves = told not in ON_REGISTER and stored in ON_REGISTER
	day = values.get("left_branch_on")
	if leaves and day:
		document = "Party Membership Transfer" if told == "Transferred Out" else "Party Membership Change"
		_note_news(record, "status", day, document)
	elif _is_later_workbook(member, context) or (not leaves and _is_past(context)):
		_keep(values, ("status", "left_branch_on"), member, record, "status", context)


def _is_past(context: Context) -> bool:
	return context.year < getdate(nowdate()).year


def _is_later_workbook(member: Mapping[str, Any], context: Context) -> bool:
	"""Whether the member came in by the workbook of an earlier year."""
	branch, _bar, rest = (member.get("import_row") or "").partition("|")
	year = rest.partition("|")[0]
	return branch == context.branch and year.isdigit() and int(year) < context.year


def _as_of(member: Mapping[str, Any], context: Context) -> str | None:
	"""Return the label of the stage that the stored dates give for the end of the workbook's year."""
	stage = stage_on(member, date(context.year, 12, 31))
	return next((label for label in membership.STAGES if frappe.scrub(label) == stage), None)


def _day_of(stage: str, values: Mapping[str, Any], member: Mapping[str, Any]) -> date | None:
	day = values.get(membership.DAY_OF_STAGE[stage])
	joined = values.get("joined_on") or member.get("joined_on")
	return day if joined or stage not in _IN_PARTY else None


def _note_news(record: Record, key: str, day: date, document: str) -> None:
	record.note(
		key,
		"A change since {day}, entered as the workbook tells it. What was decided belongs into a {document}.",
		day=day.isoformat(),
		document=Message(document),
	)


def _keep(
	values: dict[str, Any],
	fields: tuple[str, ...],
	member: Mapping[str, Any],
	record: Record,
	key: str,
	context: Context,
) -> None:
	for field in fields:
		values.pop(field, None)
	record.note(
		key,
		"The workbook of {year} says {told}; {stored}, as it is stored, is kept. A change needs its day, or its document.",
		year=context.year,
		told=Message(record.get(key)),
		stored=Message(member[key]),
	)


# --- what cannot be --------------------------------------------------------------------------------------------------


def note_what_cannot_be(
	values: Mapping[str, Any], member: Mapping[str, Any] | None, record: Record, context: Context
) -> None:
	"""Note with its place what the dates of a member contradict, of the row and of what is stored together."""
	known = {**(member or {}), **{key: value for key, value in values.items() if value is not None}}
	days = {
		key: getdate(known[key])
		for key in (*membership.STAGE_DATES, "joined_branch_on", "left_branch_on")
		if known.get(key)
	}
	today = min(getdate(nowdate()), date(context.year, 12, 31))
	_note_of_stage(record, known.get("stage"), days, today)
	joined, left = days.get("joined_branch_on"), days.get("left_branch_on")
	if joined and left and left < joined:
		record.note(
			"left_branch_on",
			"Left the branch on {left}, before coming to it on {joined}.",
			left=left.isoformat(),
			joined=joined.isoformat(),
		)
	if left and left <= today and known.get("status") in (None, *ON_REGISTER):
		record.note("left_branch_on", "On register, and left the branch on {left}.", left=left.isoformat())


def _note_of_stage(record: Record, stage: str | None, days: Mapping[str, date], today: date) -> None:
	joined, full = days.get("joined_on"), days.get("full_member_on")
	if stage == _FULL and not joined and not full:
		record.note(
			"stage", "A full member without any day: counted with a vote on every day. Fill in the days."
		)
	elif stage == _FULL and joined and full and joined >= _SINCE_PROBATION and _months(joined, full) < _YEAR:
		record.note(
			"full_member_on",
			"A full member {months} months after joining; probation is one year (Party Constitution, article 7).",
			months=max(_months(joined, full), 0),
		)
	elif stage == _PROBATIONARY and not joined:
		record.note("joined_on", "A probationary member without the day of joining.")
	elif stage == _PROBATIONARY and full:
		record.note("full_member_on", "A probationary member with a day of becoming a full one.")
	elif stage == _PROBATIONARY and _months(joined, today) > _LONGEST_PROBATION:
		record.note(
			"joined_on",
			"On probation since {day}, longer than two years (Party Constitution, article 7).",
			day=joined.isoformat(),
		)
	elif stage and stage not in _IN_PARTY and (joined or full):
		record.note("stage", "No member of the Party, but with a day of joining it.")


def _months(first: date, last: date) -> int:
	"""Return calendar months from one day to another; where only months are known their first days stand for them."""
	return (last.year - first.year) * 12 + last.month - first.month
