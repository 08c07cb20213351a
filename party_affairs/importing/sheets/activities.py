"""公益活动: Public Welfare Activity with its participants."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import ACTIVITIES
from party_affairs.importing.matching import agreeing, match
from party_affairs.importing.normalise import is_empty, parse_count, parse_mentions
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, settle

_AS_TYPED = ("project", "location", "served_group", "people_served", "sessions", "effect")
_FIELDS = (*_AS_TYPED, "branch", "form_of_service", "activity_date", "hours", "other_lawyers", "import_row")
_PARTICIPANT = ("member", "lawyer_name", "hours")
_PEOPLE = re.compile(r"(\d+)\s*(?:余|多)?\s*(?:人次|人|名)")


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the activities of the year."""
	prepared = [_values(record, context) for record in records]
	filters = {
		"branch": context.branch,
		"activity_date": ["between", context.days_of(ACTIVITIES)],
	}
	activities = stored("Public Welfare Activity", filters, _FIELDS, {"participants": _PARTICIPANT})
	found = match(prepared, activities, (_by_day_and_project,), _is_same_activity)
	for position, record in enumerate(records):
		if not record.ready:
			continue
		existing = activities[found[position]] if position in found else None
		context.save(record, "Public Welfare Activity", prepared[position], existing)
	context.note_left_over(
		ACTIVITIES,
		activities,
		found.values(),
		lambda activity: f"{getdate(activity.activity_date)} {activity.project}",
	)


def _values(record: Record, context: Context) -> dict[str, Any]:
	day = record.get("date")
	context.check_day(record, "date")
	values = columns(record, *_AS_TYPED)
	if record.get("served_group") and record.get("people_served") is None:
		people = _PEOPLE.search(record.get("served_group"))
		values["people_served"] = int(people[1]) if people else None
	if record.has("sessions"):
		values["sessions"] = record.get("sessions") or 1
	hours = float(record.get("hours")) if record.get("hours") is not None else None
	values.update(
		branch=context.branch,
		activity_date=day,
		form_of_service=record.get("form") or ("Other" if record.has("form") else None),
		import_row=context.import_row(record),
	)
	if record.has("hours"):
		values["hours"] = hours
	if day and (record.has("members") or record.has("lawyers")):
		number, lawyers = _lawyers(record)
		values["other_lawyers"] = number
		values["participants"] = _participants(record, day, lawyers, hours, context)
	return values


def _lawyers(record: Record) -> tuple[int, list[str]]:
	"""Return how many lawyers took part without their names, and the names of the others."""
	value = record.get("lawyers")
	if is_empty(value):
		return 0, []
	try:
		return parse_count(value) or 0, []
	except CellError:
		pass  # a list of names, then
	try:
		return 0, [mention.name for mention in parse_mentions(value)]
	except CellError as error:
		record.problems.append(record.about("lawyers", error.message))
		return 0, []


def _participants(
	record: Record, day: date, lawyers: list[str], hours: float | None, context: Context
) -> list[dict[str, Any]]:
	members: dict[str, None] = {}
	try:
		mentions = parse_mentions(record.get("members"))
	except CellError as error:
		record.problems.append(record.about("members", error.message))
		mentions = []
	for mention in mentions:
		if "全体" in mention.name:
			members.update((person.name, None) for person in context.lookups.members_on(day))
		elif found := settle(record, "members", context.lookups.person_and_note, mention.name, mention.note):
			members[found[0].name] = None
	rows = [{"member": member, "lawyer_name": None, "hours": hours} for member in members]
	return rows + [{"member": None, "lawyer_name": name, "hours": hours} for name in dict.fromkeys(lawyers)]


def _by_day_and_project(row: Mapping[str, Any]) -> Any:
	if row.get("activity_date") and row.get("project"):
		return getdate(row["activity_date"]), row["project"]
	return None


def _is_same_activity(row: Mapping[str, Any], activity: Mapping[str, Any]) -> bool:
	same_day = bool(row.get("activity_date")) and getdate(row["activity_date"]) == getdate(
		activity["activity_date"]
	)
	return same_day or bool(agreeing(row, activity, "project"))
