"""发展党员: Party Development Case, a day for each step of the rules of admission, which judge the case as in its form."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.facts.members.development import KEY_OF_LABEL
from party_affairs.guide.members import rulebooks
from party_affairs.importing.layout import MEETINGS
from party_affairs.importing.layout.development import DONE, PAPER, VOTES
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, references, settle, settle_person
from party_affairs.rules.members.development import edition_on

_DOCTYPE = "Party Development Case"
_OF_CASE = (
	*("recommended_by", "publicity_place", "publicity_phone", "publicity_result", "political_review_result"),
	*("training_days", "training_hours", "training_exempt_reason", "ended_on", "end_reason"),
)
_STEP = (
	*("name", "step", "phase", "done_on", "meeting", "handled_by", "document_no"),
	*("eligible", "present", "in_favour", "against", "abstained", "written_in_favour", "remarks"),
)
_SPONSOR = ("name", "capacity", "member", "from_date", "to_date")
_SPONSORS = {"mentors": ("Mentor", "mentor"), "introducers": ("Introducer", "introducers")}
"""Columns of people: their capacity in the case, and the step by which they are named."""

_LABELS = {key: label for label, key in KEY_OF_LABEL.items()}
_STEPS = {step.key: step for step in rulebooks.rulebooks()[-1].steps}


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the cases of the people of the branch."""
	people = {}
	for record in records:
		person = settle_person(record, "member", context)
		if person and person.name in people:
			record.refuse("member", "{name} has two rows. Put them into one.", name=person.member_name)
		elif person:
			people[person.name] = record
	cases = stored(
		_DOCTYPE,
		{"member": ["in", sorted(people)]},
		("member", *_OF_CASE),
		{"steps": _STEP, "sponsors": _SPONSOR},
	)
	case_of = {case.member: case for case in cases}
	meetings = _meetings(records, context)
	for member, record in people.items():
		existing = case_of.get(member)
		values = {
			"member": member,
			**{key: _number(record.get(key)) for key in _OF_CASE if record.get(key) is not None},
			"steps": _steps(record, existing, meetings, context),
			"sponsors": _sponsors(record, existing, context),
		}
		if record.ready:
			context.writer.save(record, _DOCTYPE, values, existing)


def _number(value: Any) -> Any:
	return float(value) if hasattr(value, "quantize") else value


# --- steps -----------------------------------------------------------------------------------------------------------


def _steps(
	record: Record, existing: Mapping[str, Any] | None, meetings: Mapping[date, list], context: Context
) -> list[dict[str, Any]]:
	"""Return the rows of the steps: all of a case on record, of a new one those that were taken."""
	rows = {row["step"]: {key: row[key] for key in _STEP} for row in existing["steps"]} if existing else {}
	for key, label in _LABELS.items():
		day = record.get(f"{DONE}{key}")
		row = rows.get(label, {"step": label})
		if day and (not row.get("done_on") or getdate(row["done_on"]) != day):
			row.update(done_on=day, meeting=None)
		if row.get("done_on"):
			_prove(record, key, row, meetings, context)
			rows[label] = row
		elif record.get(f"{VOTES}{key}") or record.get(f"{PAPER}{key}"):
			record.refuse(f"{DONE}{key}", "Please fill in the day on which this was done.")
	return list(rows.values())


def _prove(
	record: Record, key: str, row: dict[str, Any], meetings: Mapping[date, list], context: Context
) -> None:
	"""Add what proves a step: the minutes of its day, the votes with who was there by them, and the committee's paper."""
	day = getdate(row["done_on"])
	wanted = _deciding(key, day)
	meeting = references.only_of(meetings.get(day, ()), *wanted)
	if meeting and not row.get("meeting"):
		row["meeting"] = meeting.name
	if paper := record.get(f"{PAPER}{key}"):
		row["document_no"] = paper
	votes = record.get(f"{VOTES}{key}")
	if not votes:
		return
	row.update(zip(("in_favour", "against", "abstained"), votes, strict=True))
	if meeting:
		row.update(eligible=_voters(meeting, context), present=meeting.voters_present)
	elif not row.get("eligible") and not context.waits_for(record, MEETINGS, day):
		record.refuse(
			f"{VOTES}{key}",
			"Who was entitled to vote and present is taken from the minutes of {day}, which are not on record. Enter the assembly in 组织生活 first.",
			day=day,
		)


def _deciding(key: str, day: date) -> tuple[str, ...]:
	"""Return the kinds of meeting that may decide on a step; without a committee its assembly does."""
	kind = edition_on(day).step(key).meeting
	return (kind, "member_assembly") if kind == "committee_meeting" else (kind,) if kind else ()


def _meetings(records: Iterable[Record], context: Context) -> dict[date, list]:
	"""Return the submitted meetings of the days on which steps were decided: one query, none if there are no such steps."""
	days = {
		day
		for record in records
		for key, step in _STEPS.items()
		if step.meeting and (day := record.get(f"{DONE}{key}"))
	}
	found: dict[date, list] = {}
	for meeting in references.meetings(context, min(days), max(days)) if days else ():
		found.setdefault(meeting.day, []).append(meeting)
	return found


def _voters(meeting: references.Meeting, context: Context) -> Any:
	"""How many with a vote were expected: by the register of the day, else those present, who cannot be more."""
	expected = context.lookups.expected(meeting.kinds[0], meeting.group, meeting.day)
	return sum(expected.values()) if expected is not None else meeting.voters_present


# --- mentors and introducers -----------------------------------------------------------------------------------------


def _sponsors(record: Record, existing: Mapping[str, Any] | None, context: Context) -> list[dict[str, Any]]:
	"""Return the sponsors on record, those of the sheet who are not among them added; who stopped is not taken out."""
	rows = [{key: row[key] for key in _SPONSOR} for row in existing["sponsors"]] if existing else []
	for column, (capacity, step) in _SPONSORS.items():
		for mention in record.get(column) or ():
			found = settle(record, column, context.lookups.person_and_note, mention.name, mention.note)
			if not found:
				continue
			member = found[0].name
			if any(row["member"] == member and row["capacity"] == capacity for row in rows):
				continue
			since = record.get(f"{DONE}{step}")
			rows.append({"capacity": capacity, "member": member, "from_date": since, "to_date": None})
	return rows
