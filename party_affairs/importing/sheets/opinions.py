"""三会意见: who raised what in a meeting of the three councils, and the answer; rows of the meeting's record."""

from collections.abc import Mapping
from typing import Any

from frappe import _
from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import MEETINGS, OPINIONS
from party_affairs.importing.lookups import Unsettled
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context
from party_affairs.importing.sheets.opinions_given import Key

SPEECH = ("member", "speaker", "speech", "answer")
_FIELDS = ("kind", "meeting_date", "topic", "branch", "import_row")


def gather(records: list[Record], context: Context) -> None:
	"""Keep the opinions of each meeting until its record is brought in."""
	for record in records:
		context.check_day(record, "date")
		row = _row(record, context)
		if record.get("date") and record.get("kind"):
			context.opinions.add((record.get("date"), record.get("kind")), record, row)


def add_to(
	values: dict[str, Any], key: Key, stored_rows: list[Mapping[str, Any]], context: Context
) -> list[Record]:
	"""Put the opinions given in a meeting among the values of its record; return the rows that they come from."""
	given = context.opinions.take(key)
	if given and all(record.ready for record, _row in given):
		values["speeches_by_person"] = _merged([row for _record, row in given], stored_rows)
	return [record for record, _row in given]


def wait_for(meeting: Record, kind: str | None, context: Context) -> None:
	"""What was raised in a meeting whose own row has a problem cannot be brought in yet."""
	for record, _row in context.opinions.take((meeting.get("date"), kind)):
		context.waits_for(record, MEETINGS, meeting.get("date"))


def bring_in_rest(context: Context) -> None:
	"""Add to meetings on record what the workbook, which does not hold them, says was raised there."""
	groups = dict(context.opinions.of_meeting)
	if not groups:
		return
	filters = {
		"branch": context.branch,
		"docstatus": ["!=", 2],
		"meeting_date": ["between", context.days_of(OPINIONS)],
	}
	meetings: dict[Key, Any] = {}
	for meeting in stored("Party Meeting", filters, _FIELDS, {"speeches_by_person": SPEECH}):
		meetings.setdefault((getdate(meeting.meeting_date), meeting.kind), meeting)
	for key, given in groups.items():
		head = given[0][0]
		meeting = meetings.get(key)
		if meeting is None:
			head.refuse(
				"date",
				"No {kind} of this day is on record. Enter the meeting in 组织生活 first.",
				kind=_(key[1]),
			)
			continue
		values: dict[str, Any] = {}
		add_to(values, key, meeting.speeches_by_person, context)
		if values:
			context.save(head, "Party Meeting", values, meeting, submit=meeting.docstatus == 1)


def _row(record: Record, context: Context) -> dict[str, Any]:
	name, member = record.get("raised_by"), None
	if name:
		try:
			person = context.lookups.person(name)
			member, name = person.name, person.member_name
		except Unsettled:
			record.waits = True
		except CellError as error:
			# Whoever is no member is a guest and stands there by name.
			if context.lookups.knows(name):
				record.problems.append(record.about("raised_by", error.message))
	return {
		"member": member,
		"speaker": name,
		"speech": record.get("opinion"),
		"answer": record.get("answer"),
	}


def _merged(rows: list[dict[str, Any]], known: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
	"""Return what is on record with what the sheet says: answers are added, what was said is corrected, nothing is lost.

	A text was corrected where the same person is on both sides with one opinion that the other side does not have.
	"""
	found = [{key: row[key] for key in SPEECH} for row in known]
	left = []
	for row in rows:
		same = next((old for old in found if _said(old) == _said(row)), None)
		if same is None:
			left.append(row)
		else:
			same.update({key: value for key, value in row.items() if value is not None})
	said = {_said(row) for row in rows}
	for row in left:
		others = [old for old in found if old["speaker"] == row["speaker"] and _said(old) not in said]
		alone = sum(other["speaker"] == row["speaker"] for other in left) == 1
		if len(others) == 1 and alone:
			others[0].update({key: value for key, value in row.items() if value is not None})
		else:
			found.append(row)
	return found


def _said(row: Mapping[str, Any]) -> tuple[str, str]:
	return row["speaker"] or "", " ".join((row["speech"] or "").split())
