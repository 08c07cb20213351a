"""组织生活: Party Meeting. Rows of meetings that were held are submitted; a changed one is cancelled and amended."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from party_affairs.facts.documents import stored
from party_affairs.facts.meetings.make_ups import MADE_UP, MISSED
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.importing.layout import MEETINGS, choices
from party_affairs.importing.lookups import Person
from party_affairs.importing.matching import agreeing, alike, match
from party_affairs.importing.normalise import (
	clock_of_date,
	key_text,
	parse_choice,
	parse_date,
)
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record, combine
from party_affairs.importing.sheets import (
	Context,
	check,
	columns,
	names_nobody,
	opinions,
	settle,
	settle_person,
)
from party_affairs.importing.sheets.people_of_meeting import People, expected_at
from party_affairs.rules.meetings import attendance

ALSO = {kind.label: tick for tick, kind in meeting_kinds.also_ticks().items()}

_AS_TYPED = ("topic", "location", "method", "lecturer", "agenda", "speeches", "outcome")
_TAGS = tuple(choices.CONTENT_WORDS)
_FIELDS = (
	*_AS_TYPED,
	*_TAGS,
	*ALSO.values(),
	*("convened_by", "stated_expected", "stated_present"),
	"branch",
	"kind",
	"is_enlarged",
	"party_group",
	"starts_on",
	"ends_on",
	"meeting_date",
	"chair",
	"recorder",
	"import_row",
)
_TABLES = {
	"attendees": (
		*("member", "attendance", "reason", "has_vote", "from_register"),
		*("made_up_on", "made_up_how"),
	),
	"guests": ("guest_name", "guest_kind", "unit"),
	"speeches_by_person": opinions.SPEECH,
	"resolutions": ("resolution", "in_favour", "against", "abstained", "responsible", "deadline"),
}
_KINDS_TOGETHER = re.compile(r"[、，,;/+]|(?<=.)暨|(?<=.)兼")
_ABSENT_WITHOUT_LEAVE = re.compile(r"无故|未请假|旷|没有请假")
_MADE_UP = re.compile(r"已补|补课|补学|补会")


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert, amend and submit the meetings of the year."""
	prepared = [_values(record, context) for record in records]
	meetings = _stored_meetings(context)
	found = match(prepared, meetings, (_by_start, _by_day), _is_same_meeting, _is_another_meeting)
	for position, record in enumerate(records):
		if not record.ready:
			context.unsettled.add((MEETINGS.key, record.get("date")))
			opinions.wait_for(record, prepared[position].get("kind"), context)
			continue
		existing = meetings[found[position]] if position in found else None
		values = prepared[position]
		if existing:
			_keep_what_was_said(values.get("attendees") or [], existing["attendees"])
			_keep_what_the_sheet_does_not_tell(record, values, existing)
		else:
			_note_others_of_the_day(record, values, meetings)
		if values["starts_on"].time() == time() and not record.masked & {"time", "start_time"}:
			record.note("date", "No time of day is given; the meeting is entered at 0:00.")
		key = (record.get("date"), values["kind"])
		given = opinions.add_to(values, key, existing["speeches_by_person"] if existing else [], context)
		if not all(other.ready for other in given):
			continue
		if existing is None and "outcome" in record.masked:
			record.refuse("outcome", "This is masked. Write it in full here.")
			continue
		held = values["starts_on"] <= now_datetime()
		if not held:
			record.note("date", "Not held yet: kept as a draft.")
		context.save(record, "Party Meeting", values, existing, submit=held)
	context.note_left_over(
		MEETINGS, meetings, found.values(), lambda meeting: f"{getdate(meeting.starts_on)} {meeting.topic}"
	)


def _stored_meetings(context: Context) -> list:
	filters = {
		"branch": context.branch,
		"docstatus": ["!=", 2],
		"meeting_date": ["between", context.days_of(MEETINGS)],
	}
	meetings = stored("Party Meeting", filters, _FIELDS, _TABLES)
	for meeting in meetings:
		meeting.starts_on = get_datetime(meeting.starts_on)
	return meetings


def _by_start(row: Mapping[str, Any]) -> Any:
	if row.get("starts_on") and row.get("kind"):
		return row["starts_on"], row["kind"], row.get("party_group")
	return None


def _by_day(row: Mapping[str, Any]) -> Any:
	key = _by_start(row)
	return key and (key[0].date(), *key[1:])


def _is_same_meeting(row: Mapping[str, Any], meeting: Mapping[str, Any]) -> bool:
	same_day = row["starts_on"].date() == meeting["starts_on"].date() if row.get("starts_on") else False
	return agreeing(row, meeting, "kind", "topic", "party_group") + same_day >= 2 and not _is_another_meeting(
		row, meeting
	)


def _is_another_meeting(row: Mapping[str, Any], meeting: Mapping[str, Any]) -> bool:
	"""Two meetings of a kind may be held on one day; a corrected one keeps its hour or something of its topic."""
	return row.get("starts_on") != meeting["starts_on"] and not alike(row.get("topic"), meeting["topic"])


def _keep_what_the_sheet_does_not_tell(
	record: Record, values: dict[str, Any], meeting: Mapping[str, Any]
) -> None:
	"""Without an hour, names or columns of contents in the sheet what is on record of them stays."""
	start, end = values["starts_on"], values["ends_on"]
	if start.time() == time() and start.date() == meeting["starts_on"].date():
		values["starts_on"] = meeting["starts_on"]
	if end is None:
		del values["ends_on"]
	if not any(record.has(key) for key in _TAGS):
		values.update({key: 1 for key in _TAGS if key in values and meeting[key]})
	said = [record.get(key) for key in ("present", "absent") if record.get(key)]
	if (
		"attendees" in values
		and not any(column.present for column in said)
		and any(map(attendance.is_named, meeting["attendees"]))
	):
		del values["attendees"]
		record.note("present", "Nobody is named here: those on record stay.")


def _note_others_of_the_day(record: Record, values: Mapping[str, Any], meetings: list) -> None:
	day, kind = values["starts_on"].date(), values["kind"]
	others = tuple(
		str(meeting.topic)
		for meeting in meetings
		if meeting.kind == kind and meeting["starts_on"].date() == day
	)
	if others:
		record.note(
			"date", "On this day there is on record as well, and another meeting: {topics}.", topics=others
		)


def _values(record: Record, context: Context) -> dict[str, Any]:
	starts_on, ends_on = _times(record, context)
	values = columns(record, *_AS_TYPED)
	values.update(_kinds(record))
	values.update(_contents(record, values))
	values["party_group"] = _group(record, values.get("kind"), context)
	for key in ("chair", "recorder"):
		if record.has(key):
			person = settle_person(record, key, context)
			values[key] = person.name if person else None
	values.update(branch=context.branch, starts_on=starts_on, ends_on=ends_on)
	if starts_on and values.get("kind"):
		if record.has("convened_by"):
			values["convened_by"] = _convener(record, starts_on.date(), context)
		people = People(record, values, starts_on.date(), context).read()
		if record.has("guests") or people.guests:
			values["guests"] = people.guests
		if record.has("present") or record.has("absent"):
			values["attendees"] = _attendees(record, values, people, starts_on.date(), context)
		values.update(_stated(record, values, people, starts_on.date(), context))
	else:
		_settle_names(record, context)
	values["resolutions"] = _resolutions(record, context)
	values["import_row"] = context.import_row(record)
	return values


def _settle_names(record: Record, context: Context) -> None:
	"""Ask who is meant in a row whose day or kind is not known, so that all its faults are told at once."""
	for key in ("present", "absent"):
		said = record.get(key)
		for mention in (*said.present, *said.absent) if said else ():
			if not names_nobody(mention.name, context):
				settle(record, key, context.lookups.person_and_note, mention.name, mention.note)
	if record.get("convened_by"):
		_convener(record, date(context.year, 12, 31), context)


# --- when and what ---------------------------------------------------------------------------------------------------


def _times(record: Record, context: Context) -> tuple[datetime | None, datetime | None]:
	day = record.get("date")
	start, end = record.get("time") or (None, None)
	start = (record.get("start_time") or (None, None))[0] or start
	end = (record.get("end_time") or (None, None))[0] or (record.get("start_time") or (None, None))[1] or end
	if start is None:
		start, end = _time_in_date_cell(record, end)
	if not day:
		return None, None
	context.check_day(record, "date")
	return combine(day, start or time()), combine(day, end)


def _time_in_date_cell(record: Record, end: time | None) -> tuple[time | None, time | None]:
	try:
		first, last = clock_of_date(record.row.cells.get("date"))
	except CellError as error:
		record.problems.append(record.about("date", error.message))
		return None, end
	return first, end or last


def _kinds(record: Record) -> dict[str, Any]:
	"""Return kind and also_… checks of a cell such as 主题党日、党员大会: one record that counts for both."""
	if not record.get("kind"):
		return {}
	try:
		kinds = [
			parse_choice(piece, record.choices("kind"), "kind")
			for piece in _KINDS_TOGETHER.split(key_text(record.get("kind")))
			if piece
		]
	except CellError as error:
		record.problems.append(record.about("kind", error.message))
		return {}
	main = next((kind for kind in kinds if kind not in ALSO), kinds[0])
	others = [kind for kind in kinds if kind != main]
	if any(kind not in ALSO for kind in others):
		record.refuse("kind", "These kinds cannot be one meeting. Write them in two rows.")
		return {}
	enlarged = main == "Committee Meeting" and "扩大" in key_text(record.get("kind"))
	ticks = {fieldname: check(kind in others) for kind, fieldname in ALSO.items()}
	return {"kind": main, "is_enlarged": check(enlarged), **ticks}


def _contents(record: Record, values: Mapping[str, Any]) -> dict[str, int]:
	"""Return what a meeting was about, of the five contents of a theme day (一（四）2).

	Where the sheet has columns for them, what is ticked counts alone; without, what the words of a theme day's record say.
	"""
	ticked = {key: check(record.get(key)) for key in _TAGS if record.has(key)}
	if ticked or not (values.get("kind") == "Theme Day" or values.get("also_theme_day")):
		return ticked
	text = " ".join(str(record.get(key) or "") for key in ("topic", "method", "agenda"))
	found = {key: check(any(word in text for word in words)) for key, words in choices.CONTENT_WORDS.items()}
	named = tuple(MEETINGS.column(key).title for key, is_in in found.items() if is_in)
	if named:
		record.note(
			"kind", "The sheet has no columns for the contents; by its words: {contents}.", contents=named
		)
	else:
		record.note("kind", "None of the five contents of a theme day is recognised in what is written.")
	return found


def _group(record: Record, kind: str | None, context: Context) -> str | None:
	if kind != "Group Meeting":
		return None
	if not record.get("party_group"):
		record.refuse("party_group", "A group meeting needs its group.")
		return None
	return settle(record, "party_group", context.lookups.group, record.get("party_group"))


# --- who -------------------------------------------------------------------------------------------------------------


def _attendees(
	record: Record, values: Mapping[str, Any], people: People, day: date, context: Context
) -> list[dict[str, Any]]:
	"""Return the attendance rows: absentees as named, and as present those named or, by 全体党员, expected."""
	absent, present = people.absent, people.present
	expected = expected_at(values, day, context)
	rows = [
		_attendee(person, "Present", None, _has_vote(person, expected, day, context))
		for person in present.values()
		if person.name not in absent
	]
	rows += [
		_attendee(person, _attendance(reason), reason, _has_vote(person, expected, day, context))
		for person, reason in absent.values()
	]
	if values["starts_on"] <= now_datetime():
		rows += [
			_from_register(name, (expected or {})[name]) for name in attendance.complete(rows, expected or ())
		]
	return rows


def _has_vote(person: Person, expected: Mapping[str, bool] | None, day: date, context: Context) -> bool:
	if expected is None:
		return context.lookups.may_vote(person, day)
	return expected.get(person.name, False)


def _from_register(member: str, has_vote: bool) -> dict[str, Any]:
	return {
		"member": member,
		"attendance": attendance.ABSENT,
		"reason": None,
		"has_vote": check(has_vote),
		"from_register": 1,
	}


def _keep_what_was_said(rows: list[dict[str, Any]], stored: list[Mapping[str, Any]]) -> None:
	"""What was entered in the Desk of somebody whom the sheet does not name, and that he made it up, stays; names stand first."""
	known = {row["member"]: row for row in stored}
	for row in rows:
		before = known.get(row["member"])
		if (
			not before
			or row["attendance"] == attendance.PRESENT
			or before["attendance"] == attendance.PRESENT
		):
			continue
		if not attendance.is_named(row) and attendance.is_named(before):
			row.update({key: before[key] for key in ("attendance", "reason")}, from_register=0)
		if before["attendance"] == MADE_UP and row["attendance"] in MISSED:
			row["attendance"] = MADE_UP
		if before["attendance"] == row["attendance"] == MADE_UP:
			row.update({key: before[key] for key in ("made_up_on", "made_up_how")})
	rows.sort(key=lambda row: not attendance.is_named(row))


def _attendee(person: Person, attendance: str, reason: str | None, has_vote: bool) -> dict[str, Any]:
	return {
		"member": person.name,
		"attendance": attendance,
		"reason": reason or None,
		"has_vote": check(has_vote),
		"from_register": 0,
	}


def _attendance(reason: str) -> str:
	if _MADE_UP.search(reason):
		return "Made Up"
	return "Absent" if not reason or _ABSENT_WITHOUT_LEAVE.search(reason) else "Leave"


def _stated(
	record: Record, values: Mapping[str, Any], people: People, day: date, context: Context
) -> dict[str, int | None]:
	"""Return the figures that are kept as the sheet states them, because it has no names; ask about those that disagree."""
	typed = {key: people.figures.get(key, record.get(key)) for key in ("expected_count", "present_count")}
	kept = {"stated_expected": None, "stated_present": None}
	if record.broken or record.waits or context.lookups.has_unsettled:
		return kept
	rows, guests = values.get("attendees") or [], len(values.get("guests") or ())
	expected = expected_at(values, day, context)
	there = [row["member"] for row in rows if row["attendance"] == attendance.PRESENT]
	counted = there if expected is None else [name for name in there if name in expected]
	stated = {"stated_expected": typed["expected_count"], "stated_present": typed["present_count"]}
	if expected is None:
		listed = {"expected_count": len(rows), "present_count": len(there)}
		for key, number in listed.items():
			if typed[key] not in (None, number, number + guests):
				record.note(
					key,
					"The names come to {listed}, the number says {typed}.",
					listed=number,
					typed=typed[key],
				)
				kept[f"stated_{key.removesuffix('_count')}"] = typed[key]
		return kept
	if typed["expected_count"] not in (None, len(expected)):
		_ask(record, "expected_count", typed, len(expected), expected, context)
	if not there:
		if (typed["present_count"] or 0) > len(expected) + guests:
			_ask(record, "present_count", typed, len(expected), expected, context)
		if typed["present_count"]:
			record.note(
				"present_count", "The names of those who were there are missing; the figures are kept."
			)
			kept = stated
	elif typed["present_count"] not in {
		None,
		*(number + more for number in (len(counted), len(there)) for more in (0, guests)),
	}:
		_ask(record, "present_count", typed, len(counted), counted, context)
	others = [name for name in there if name not in expected and context.lookups.is_in_party(name, day)]
	if others and frappe.scrub(values["kind"]) != "committee_meeting":
		record.note(
			"present",
			"By the register of this day {people} are not expected at this meeting and do not count.",
			people=tuple(context.lookups.names(others)),
		)
	return kept


def _ask(
	record: Record,
	key: str,
	typed: Mapping[str, int | None],
	counted: int,
	members: Iterable[str],
	context: Context,
) -> None:
	"""Refuse a figure with the number and the names that the register and the sheet come to."""
	names = context.lookups.names(members)
	where = key if record.get(key) is not None else "present"
	record.problems.append(
		record.about(where, attendance.disagreement(record.title(key), typed[key], counted, names))
	)


def _convener(record: Record, day: date, context: Context) -> str | None:
	"""Return who convened the meeting: as it is written, or by the post of the member who is named."""
	text = record.get("convened_by")
	if not text:
		return None
	try:
		return parse_choice(text, record.choices("convened_by"), "convened_by")
	except CellError:
		person = settle_person(record, "convened_by", context)
	return context.lookups.convener(person, day) if person else None


# --- decisions -------------------------------------------------------------------------------------------------------


def _resolutions(record: Record, context: Context) -> list[dict[str, Any]]:
	"""Return one resolution where votes, a responsible member or a deadline are given with the decision."""
	votes = _votes(record)
	person, deadline = _assignment(record, context)
	if votes is None and not person and not deadline:
		return []
	if "outcome" in record.masked:
		return []
	text = record.get("outcome")
	if not text:
		record.refuse(
			"outcome",
			"Votes, a responsible member or a deadline belong to a decision. Write down the decision.",
		)
		return []
	in_favour, against, abstained = votes or (0, 0, 0)
	return [
		{
			"resolution": text,
			"in_favour": in_favour,
			"against": against,
			"abstained": abstained,
			"responsible": person.name if person else None,
			"deadline": deadline,
		}
	]


def _votes(record: Record) -> tuple[int, int, int] | None:
	single = [record.get(key) for key in ("in_favour", "against", "abstained")]
	if all(value is None for value in single):
		return record.get("votes")
	return tuple(value or 0 for value in single)


def _assignment(record: Record, context: Context) -> tuple[Person | None, date | None]:
	"""Return who is responsible until when, from two columns or from one such as 李四，12月31日."""
	person, deadline = settle_person(record, "responsible", context), record.get("deadline")
	for mention in record.get("assignment") or ():
		try:
			day = parse_date(mention.name, year=context.year)
			deadline = deadline or (day.day if day else None)
		except CellError:
			person = person or settle(record, "assignment", context.lookups.person, mention.name)
	return person, deadline
