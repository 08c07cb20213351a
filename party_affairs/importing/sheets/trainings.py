"""学时培训: Party Training with its participants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import TRAININGS
from party_affairs.importing.matching import agreeing, match
from party_affairs.importing.normalise import Mention, parse_hours, parse_mentions
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, settle

_AS_TYPED = ("topic", "starts_on", "organiser")
_FIELDS = (*_AS_TYPED, "branch", "kind", "ends_on", "hours", "import_row")
_PARTICIPANT = ("member", "hours", "result")


@dataclass
class Training:
	"""A training of the sheet: its first row, and the rows of its other participants."""

	head: Record
	rows: list[Record] = field(default_factory=list)

	@property
	def ready(self) -> bool:
		return all(record.ready for record in self.rows)


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the trainings that began in the year."""
	trainings = _trainings(records)
	prepared = [_values(training, context) for training in trainings]
	filters = {"branch": context.branch, "starts_on": ["between", context.days_of(TRAININGS)]}
	known = stored("Party Training", filters, _FIELDS, {"participants": _PARTICIPANT})
	found = match(prepared, known, (_by_day_and_topic,), _is_same_training)
	for position, training in enumerate(trainings):
		if training.ready:
			existing = known[found[position]] if position in found else None
			context.save(training.head, "Party Training", prepared[position], existing)
	context.note_left_over(
		TRAININGS, known, found.values(), lambda row: f"{getdate(row.starts_on)} {row.topic}"
	)


def _trainings(records: list[Record]) -> list[Training]:
	"""Group the rows of sheets that have one for each participant."""
	found: dict[Any, Training] = {}
	for record in records:
		one_each = record.has("member")
		key = (record.get("topic"), record.get("starts_on")) if one_each else record.row.number
		found.setdefault(key, Training(record)).rows.append(record)
	return list(found.values())


def _values(training: Training, context: Context) -> dict[str, Any]:
	head = training.head
	for record in training.rows:
		context.check_day(record, "starts_on")
	values = columns(head, *_AS_TYPED)
	if head.has("kind"):
		values["kind"] = head.get("kind")
	# The document takes the first day for the last one where none is given, and the hours of the training for one's own.
	if head.has("ends_on"):
		values["ends_on"] = head.get("ends_on") or head.get("starts_on")
	hours = float(head.get("hours")) if head.get("hours") is not None else None
	if head.has("hours"):
		values["hours"] = hours
	if head.get("starts_on") and (head.has("participants") or head.has("member")):
		rows = [row for record in training.rows for row in _participants(record, hours, context)]
		values["participants"] = list({row["member"]: row for row in reversed(rows)}.values())[::-1]
	return {**values, "branch": context.branch, "import_row": context.import_row(head)}


def _participants(record: Record, hours: float | None, context: Context) -> list[dict[str, Any]]:
	try:
		mentions = parse_mentions(record.get("participants"))
	except CellError as error:
		record.problems.append(record.about("participants", error.message))
		return []
	key = "participants"
	if record.get("member"):
		key, mentions = "member", [*mentions, Mention(record.get("member"), record.get("result") or "")]
	rows = []
	for mention in mentions:
		if mention.name in ("全体党员", "全体"):
			people = context.lookups.members_on(record.get("starts_on"))
			rows += [_participant(person, mention.note, hours) for person in people]
		elif found := settle(record, key, context.lookups.person_and_note, mention.name, mention.note):
			rows.append(_participant(*found, hours))
	return rows


def _participant(person: Any, note: str, hours: float | None) -> dict[str, Any]:
	"""Return the row of a participant; behind the name stand hours of his own, or a certificate or result."""
	try:
		own = parse_hours(note.replace("学时", "小时").replace("课时", "小时"))
		result = None
	except CellError:
		own, result = None, note or None
	return {"member": person.name, "hours": float(own) if own is not None else hours, "result": result}


def _by_day_and_topic(row: Mapping[str, Any]) -> Any:
	if row.get("starts_on") and row.get("topic"):
		return getdate(row["starts_on"]), row["topic"]
	return None


def _is_same_training(row: Mapping[str, Any], training: Mapping[str, Any]) -> bool:
	same_day = bool(row.get("starts_on")) and getdate(row["starts_on"]) == getdate(training["starts_on"])
	return same_day or bool(agreeing(row, training, "topic"))
