"""民主评议: opinions and grades of a Democratic Appraisal whose votes were counted. No vote ever comes in by a workbook."""

from collections.abc import Iterable, Mapping
from typing import Any

from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import MEETINGS
from party_affairs.importing.problems import Problem
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, references, settle_person
from party_affairs.importing.writer import is_same
from party_affairs.rules.message import Message

_GIVEN = ("self_grade", "opinion", "grade")
_MEMBER = ("member", *_GIVEN)
_COUNTED = ("Votes Counted", "Grades Decided", "Result Announced")
_MEETINGS = {"committee_meeting": "committee_meeting", "assembly": "member_assembly"}
"""The field of an appraisal for each kind of meeting that decides its grades."""


def bring_in(records: list[Record], context: Context, facts: Record) -> None:
	"""Bring the results into the appraisal of the year; with the meeting that decided, it is submitted and announced."""
	_refuse_votes(records, context)
	appraisals = stored(
		"Democratic Appraisal",
		{"branch": context.branch, "year": context.year, "docstatus": ["<", 2]},
		("status", "closed_on", "committee_meeting", "assembly", "announced_on", "used_for"),
		{"members": _MEMBER},
	)
	appraisal = appraisals[0] if appraisals else None
	if appraisal is None or appraisal.status not in _COUNTED:
		records[0].refuse(
			"grade",
			"The votes of the appraisal of {year} are not counted in the system. Hold it there under 民主评议党员, or enter its paper ballots and count them; then bring in the grades.",
			year=context.year,
		)
		return
	values = {"members": _members(records, appraisal.members, context)}
	if facts.get("used_for"):
		values["used_for"] = facts.get("used_for")
	values.update(_meetings(facts, appraisal, context))
	if not facts.ready or not all(record.ready for record in records):
		return
	decides = any(values.get(key) or appraisal.get(key) for key in _MEETINGS)
	if not decides:
		reason = Message("The grades stay open until 评定等次会议日期 names the meeting that decided them.")
		context.notes.append(Problem(facts.sheet.name, None, "", "", reason))
	announced_on = facts.get("announced_on")
	was = appraisal.announced_on and getdate(appraisal.announced_on)
	if was and announced_on not in (None, was):
		facts.refuse(
			"announced_on", "The result was announced on {day} already. Correct it in the system.", day=was
		)
		return
	# A result that is corrected is announced anew on the day on which it was.
	day = announced_on or was

	def announce(document: Document) -> None:
		if not document.announced_on:
			document.announce(day)

	is_new = bool(decides and announced_on and not was)
	same = is_same("Democratic Appraisal", values, appraisal) and appraisal.docstatus == 1
	then = announce if decides and day and (is_new or not same) else None
	context.writer.save(records[0], "Democratic Appraisal", values, appraisal, submit=decides, then=then)


def _refuse_votes(records: Iterable[Record], context: Context) -> None:
	"""Say, once, that a column of votes is not read."""
	first = next((record for record in records if record.get("votes")), None)
	if first:
		context.notes.append(
			Problem(
				first.sheet.name,
				first.sheet.header_row,
				first.sheet.headings["votes"],
				"",
				Message(
					"Votes are entered and counted in the appraisal itself; the column was left out, so that nobody can work out who voted how."
				),
			)
		)


def _members(records: list[Record], known: list[Mapping[str, Any]], context: Context) -> list[dict[str, Any]]:
	rows = {row["member"]: {key: row[key] for key in _MEMBER} for row in known}
	seen: set[str] = set()
	for record in records:
		person = settle_person(record, "member", context)
		if not person:
			continue
		if person.name not in rows:
			record.refuse("member", "{name} is not among those appraised this year.", name=person.member_name)
			continue
		if person.name in seen:
			record.refuse("member", "{name} has two rows. Put them into one.", name=person.member_name)
		seen.add(person.name)
		given = {key: record.get(key) for key in _GIVEN if record.get(key) is not None}
		rows[person.name].update(given)
	return list(rows.values())


def _meetings(facts: Record, appraisal: Mapping[str, Any], context: Context) -> dict[str, Any]:
	"""Return the meetings of the day on which the grades were decided, by the appraisal's fields."""
	day = facts.get("decided_in")
	if not day:
		return {}
	of_day = references.meetings(context, day, day)
	deciding = {key: references.only_of(of_day, kind) for key, kind in _MEETINGS.items()}
	found = {key: appraisal.get(key) or meeting.name for key, meeting in deciding.items() if meeting}
	if not found and not context.waits_for(facts, MEETINGS, day):
		facts.refuse(
			"decided_in",
			"No committee meeting or assembly of this day is on record. Enter it in 组织生活 first.",
		)
	return found
