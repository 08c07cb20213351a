"""公益活动: Public Welfare Activity with its participants."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from frappe.utils import flt, getdate

from party_affairs.facts.documents import stored
from party_affairs.guide.contact import welfare_forms
from party_affairs.importing.layout import ACTIVITIES
from party_affairs.importing.lookups import Person
from party_affairs.importing.matching import agreeing, alike, match
from party_affairs.importing.normalise import (
	Everybody,
	Heads,
	Mention,
	head_count,
	is_empty,
	is_no_name,
	is_of_somebody_there,
	parse_count,
	parse_everybody,
	parse_mentions,
)
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, names_nobody, settle
from party_affairs.rules.meetings import attendance
from party_affairs.rules.names import name_key

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
		if existing:
			_keep_own_hours(prepared[position], existing)
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
		numbers = _PEOPLE.findall(record.get("served_group"))
		values["people_served"] = int(numbers[0]) if len(numbers) == 1 else None
		if len(numbers) > 1:
			record.note(
				"served_group", "Several numbers stand here: how many people were served is left open."
			)
	if record.has("sessions"):
		values["sessions"] = record.get("sessions") or 1
	hours = float(record.get("hours")) if record.get("hours") is not None else None
	values.update(
		branch=context.branch,
		activity_date=day,
		form_of_service=record.get("form") or (welfare_forms.OTHER if record.has("form") else None),
		import_row=context.import_row(record),
	)
	if record.has("hours"):
		values["hours"] = hours
	if record.has("members") or record.has("lawyers"):
		number, lawyers = _lawyers(record)
		values["other_lawyers"] = number
		# A row whose day is not known is refused; who is meant in it is asked all the same.
		values["participants"] = _participants(
			record, day or date(context.year, 12, 31), lawyers, hours, context
		)
	return values


def _keep_own_hours(values: dict[str, Any], existing: Mapping[str, Any]) -> None:
	"""Leave everybody the hours, the place and the spelling that he has, unless the row gives the activity other hours."""
	if "participants" not in values:
		return
	if values.get("hours") is not None and flt(values["hours"]) != flt(existing["hours"]):
		return
	stored = [{key: row[key] for key in _PARTICIPANT} for row in existing["participants"]]
	known = {_who(row) for row in stored}
	named = {_who(row) for row in values["participants"]}
	kept = [row for row in stored if _who(row) in named]
	values["participants"] = kept + [row for row in values["participants"] if _who(row) not in known]


def _who(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
	name = "" if row["member"] else row["lawyer_name"] or ""
	return row["member"] or None, name_key(_without_role(name)) or None


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
		text, total = _and_others(str(value))
		number, names = _named_and_counted(parse_mentions(text))
		if total is None:
			return number, names
		if total < number + len(names):
			raise CellError(
				"The cell says {total}, the names and numbers come to {found}.",
				total=total,
				found=number + len(names),
			)
		return total - len(names), names
	except CellError as error:
		record.problems.append(record.about("lawyers", error.message))
		return 0, []


def _and_others(text: str) -> tuple[str, int | None]:
	"""Return a list without 等5人 at its end, and that number of all of them."""
	found = re.search(r"[、，,]?\s*等\s*(\d+)\s*[人名位](?:律师)?\s*$", text)
	return (text[: found.start()], int(found[1])) if found else (text, None)


def _named_and_counted(mentions: list[Mention]) -> tuple[int, list[str]]:
	"""Return the number of those who are only counted, and the names; a total must be what all of them come to."""
	counts, totals, names = [], [], []
	for mention in mentions:
		heads = _heads(mention.name)
		if heads is None and is_no_name(mention.name):
			raise CellError(
				"“{text}” is neither a name nor a number. Write names, or a number such as 律师3人.",
				text=mention.name,
			)
		if heads is None:
			names.append(_without_role(mention.name))
			heads = head_count(mention.note) if mention.note else None
			if heads is not None:
				totals.append(heads.number)
		elif heads.total:
			totals.append(heads.number)
		else:
			counts.append(heads.number)
	names = list(dict.fromkeys(names))
	if totals and not counts and not names:
		return totals[0], []
	if any(total != sum(counts) + len(names) for total in totals):
		raise CellError(
			"The cell says {total}, the names and numbers come to {found}.",
			total=totals[0],
			found=sum(counts) + len(names),
		)
	return sum(counts), names


def _heads(text: str) -> Heads | None:
	"""Return the number of heads in a piece of a list, two of them as in 3名律师和2名实习律师 together."""
	parts = [head_count(part) for part in re.split("以及|和|及|与", text)]
	if None in parts:
		return None
	return parts[0] if len(parts) == 1 else Heads(sum(part.number for part in parts))


def _without_role(name: str) -> str:
	"""Return a name without 律师 before or behind it; 周律师 stays, for the surname alone is nobody's name."""
	for role in ("实习律师", "律师"):
		for rest in (name.removeprefix(role), name.removesuffix(role)):
			if rest != name and len(rest) > 1:
				return rest
	return name


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
		if everybody := parse_everybody(mention.name, mention.note):
			people = context.lookups.everybody(everybody, day)
			members.update((person.name, None) for person in people)
			_check_number(record, everybody, people, context)
		elif names_nobody(mention.name, context):
			record.refuse(
				"members", "“{text}” names nobody. Write down the names, or 全体党员.", text=mention.name
			)
		elif found := settle(record, "members", context.lookups.person_and_note, mention.name, mention.note):
			person, note = found
			if note and not is_of_somebody_there(note):
				record.refuse(
					"members",
					"It is not known here what “{note}” says of {name}. Write here who took part.",
					note=note,
					name=person.member_name,
				)
			members[person.name] = None
	rows = [{"member": member, "lawyer_name": None, "hours": hours} for member in members]
	return rows + [{"member": None, "lawyer_name": name, "hours": hours} for name in lawyers]


def _check_number(record: Record, everybody: Everybody, people: list[Person], context: Context) -> None:
	if everybody.differs(len(people)) and not context.lookups.has_unsettled:
		names = context.lookups.names(person.name for person in people)
		number = next(number for number in everybody.numbers if number != len(people))
		record.problems.append(
			record.about(
				"members", attendance.disagreement(record.title("members"), number, len(people), names)
			)
		)


def _by_day_and_project(row: Mapping[str, Any]) -> Any:
	if row.get("activity_date") and row.get("project"):
		return getdate(row["activity_date"]), row["project"]
	return None


def _is_same_activity(row: Mapping[str, Any], activity: Mapping[str, Any]) -> bool:
	same_day = bool(row.get("activity_date")) and getdate(row["activity_date"]) == getdate(
		activity["activity_date"]
	)
	return (same_day and alike(row.get("project"), activity["project"])) or bool(
		agreeing(row, activity, "project")
	)
