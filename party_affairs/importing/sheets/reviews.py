"""组织生活会与整改: Party Life Review with its preparation, the problems found, and the rectification list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.markup import plain
from party_affairs.facts.documents import stored
from party_affairs.importing.layout import MEETINGS, REVIEWS
from party_affairs.importing.matching import match
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, references, settle_person
from party_affairs.importing.writer import Then

_LIFE_MEETING = "organisation_life_meeting"
_OF_REVIEW = (
	*("theme", "noticed_on", "plan", "talks_held", "talks_confirmed_by", "talks_from", "talks_to"),
	*("branch_examination", "direction", "reported_on", "situation_report"),
)
_FIELDS = (*_OF_REVIEW, "branch", "year", "meeting", "held_on", "import_row")
_MEASURE = ("name", "problem", "measure", "responsible", "deadline", "closed_on", "evidence", "closed_by")
_TABLES = {
	"studies": ("name", "studied_on", "topic", "meeting", "attended", "content"),
	"opinions": ("name", "source", "way", "opinion"),
	"problems": ("name", "problem", "cause"),
	"measures": _MEASURE,
}
_SAID_TO_BE_CLOSED = re.compile(
	r"(?:(?:逾期|超期|按期|按时)?已?(?:销号|完成|整改|办结|整改完成|整改到位|完成整改))|是|√|✓|[Cc]losed"
)
_SOURCES = {"opinions_inside": "Within the Party", "opinions_outside": "Outside the Party"}


@dataclass
class Review:
	"""A life review of the sheet: its first row, and the rows of its items."""

	head: Record
	rows: list[Record] = field(default_factory=list)

	@property
	def day(self) -> date | None:
		return self.head.get("held_on")

	@property
	def ready(self) -> bool:
		return all(record.ready for record in self.rows)


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the life reviews of the year, and close the items that were put right."""
	reviews = _reviews(records)
	filters = {"branch": context.branch, "year": ["in", [context.year - 1, context.year]]}
	known = stored("Party Life Review", filters, _FIELDS, _TABLES)
	prepared = [_values(review, context) for review in reviews]
	found = match(
		prepared, known, (_by_day, _by_theme), lambda row, review: row.get("theme") == review["theme"]
	)
	meetings = references.meetings(context, *_years(context))
	for position, review in enumerate(reviews):
		existing = known[found[position]] if position in found else None
		values = prepared[position]
		_settle_meeting(review, values, existing, meetings, context)
		_settle_tables(review, values, existing)
		if not review.ready:
			continue
		del values["held_on"]
		closing = _closing(review, existing)
		context.save(review.head, "Party Life Review", values, existing, then=closing)
	of_sheet = [review for review in known if review.held_on and review.held_on.year == context.year]
	kept = {of_sheet.index(known[position]) for position in found.values() if known[position] in of_sheet}
	context.note_left_over(REVIEWS, of_sheet, kept, lambda review: f"{review.held_on} {review.theme}")


def _years(context: Context) -> tuple[date, date]:
	"""A ledger goes on with the open items of the year before."""
	return date(context.year - 1, 1, 1), date(context.year, 12, 31)


def _reviews(records: list[Record]) -> list[Review]:
	"""Group the rows: an empty day goes on with the review above."""
	found: dict[date, Review] = {}
	above: Review | None = None
	for record in records:
		day = record.get("held_on")
		if day is None and above is None:
			record.refuse("held_on", "Please fill in this cell.")
			above = Review(record)
		elif day is not None:
			above = found.setdefault(day, Review(record))
		above.rows.append(record)
	return list(found.values()) or ([above] if above else [])


def _values(review: Review, context: Context) -> dict[str, Any]:
	values: dict[str, Any] = {}
	for key in _OF_REVIEW:
		given = [record for record in review.rows if record.get(key) not in (None, "")]
		for record in given[1:]:
			if record.get(key) != given[0].get(key):
				record.refuse(
					key, "The rows of one life review differ here. Fill it in once, in the first row."
				)
		if review.head.has(key):
			values[key] = given[0].get(key) if given else None
			if key == "talks_confirmed_by" and given:
				person = settle_person(given[0], key, context)
				values[key] = person.name if person else None
	for record in review.rows:
		person = settle_person(record, "responsible", context)
		record.values["responsible"] = person.name if person else None
		if (record.get("problem") or record.get("branch_problem")) and not record.get("measure"):
			if record.get("responsible") or record.get("deadline") or record.get("closed_on"):
				record.refuse("measure", "Please fill in this cell.")
	return {
		**values,
		"held_on": review.day,
		"branch": context.branch,
		"year": review.day.year if review.day else context.year,
		"import_row": context.import_row(review.head),
	}


def _settle_meeting(
	review: Review,
	values: dict[str, Any],
	existing: Mapping[str, Any] | None,
	meetings: list[references.Meeting],
	context: Context,
) -> None:
	"""Name the meeting of the day in which the review was held: a life meeting, else the only one of that day."""
	if review.day is None or (existing and existing["meeting"] and existing["held_on"] == review.day):
		return
	of_day = [meeting for meeting in meetings if meeting.day == review.day]
	fitting = [meeting for meeting in of_day if _LIFE_MEETING in meeting.kinds] or of_day
	if len(fitting) == 1:
		values["meeting"] = fitting[0].name
	elif not context.waits_for(review.head, MEETINGS, review.day):
		review.head.refuse(
			"held_on",
			"No organisation life meeting of this day is on record. Enter it in 组织生活, with the kind 组织生活会.",
		)


# --- tables ----------------------------------------------------------------------------------------------------------


def _settle_tables(review: Review, values: dict[str, Any], existing: Mapping[str, Any] | None) -> None:
	"""Add what the sheet has to what is on record; rows of the Desk stay."""

	def known(table: str) -> list[dict[str, Any]]:
		return [{key: row[key] for key in _TABLES[table]} for row in existing[table]] if existing else []

	values["measures"] = _measures(review, known("measures"))
	if problems := [record for record in review.rows if record.get("branch_problem")]:
		rows = [{"problem": row.get("branch_problem"), "cause": row.get("cause")} for row in problems]
		values["problems"] = _added(known("problems"), rows, "problem")
	if studies := [record for record in review.rows if record.get("studied_on") or record.get("study_topic")]:
		for record in studies:
			for key in ("studied_on", "study_topic"):
				if not record.get(key):
					record.refuse(key, "Please fill in this cell.")
		rows = [{"studied_on": row.get("studied_on"), "topic": row.get("study_topic")} for row in studies]
		values["studies"] = _added(known("studies"), rows, "studied_on", "topic")
	opinions = [
		{"source": source, "way": "Other", "opinion": line.strip()}
		for key, source in _SOURCES.items()
		for record in review.rows
		for line in (record.get(key) or "").split("\n")
		if line.strip()
	]
	if opinions:
		values["opinions"] = _added(known("opinions"), opinions, "source", "opinion")


def _added(known: list[dict[str, Any]], rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
	"""Return the rows on record, completed by those of the sheet that agree in `keys`, and the other ones below."""
	found = {tuple(row[key] for key in keys): row for row in known}
	for row in rows:
		same = found.setdefault(tuple(row[key] for key in keys), row)
		if same is not row:
			same.update({key: value for key, value in row.items() if value is not None and key != "way"})
	return list(found.values())


def _measures(review: Review, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Return the items on record, corrected by those of the sheet, and new ones below. What is closed stays closed."""
	records = [record for record in review.rows if record.get("measure")]
	rows = [_item(record) for record in records]
	found = match(rows, known, (_by_item, lambda row: row["measure"], lambda row: row["problem"]))
	for position, row in enumerate(rows):
		record = records[position]
		if record.get("closed_on") and not record.get("evidence"):
			record.refuse("evidence", "Please say what shows that it was put right.")
		if position not in found:
			_note_what_needs_the_day(record)
			known.append(row)
			continue
		old = known[found[position]]
		if old["closed_on"] and record.get("closed_on") not in (None, getdate(old["closed_on"])):
			record.refuse(
				"closed_on",
				"This item was closed on {day}. Open it again in the system before you correct it.",
				day=getdate(old["closed_on"]),
			)
		elif old["closed_on"] and not _is_same_evidence(record.get("evidence"), old["evidence"]):
			record.refuse(
				"evidence",
				"This item was closed on {day}. Open it again in the system before you correct it.",
				day=getdate(old["closed_on"]),
			)
		elif not old["closed_on"]:
			_note_what_needs_the_day(record)
		old.update({key: value for key, value in row.items() if value is not None})
	return known


def _is_same_evidence(told: str | None, stored: str | None) -> bool:
	"""Whether a row says nothing else of a closed item than what is stored."""
	return plain(told or stored or "").split() == plain(stored or "").split()


def _note_what_needs_the_day(record: Record) -> None:
	"""Say of an open item that it stays so, and that nothing is kept of what shows that it was put right."""
	if record.get("closed_on"):
		return
	if _SAID_TO_BE_CLOSED.fullmatch(record.get("state") or ""):
		record.note("state", "The item stays open: the day on which it was closed is missing.")
	if record.get("evidence"):
		record.note("evidence", "Kept only with the day on which the item was closed, so it was left out.")


def _item(record: Record) -> dict[str, Any]:
	return {
		"problem": record.get("problem") or record.get("branch_problem") or record.get("measure"),
		"measure": record.get("measure"),
		"responsible": record.get("responsible"),
		"deadline": record.get("deadline"),
	}


def _closing(review: Review, existing: Mapping[str, Any] | None) -> Then | None:
	"""Return the step that closes the items which the sheet has as closed and the record has not, None if there are none."""
	closed = {_by_item(row) for row in existing["measures"] if row["closed_on"]} if existing else set()
	wanted = [
		record
		for record in review.rows
		if record.get("closed_on") and record.get("measure") and _by_item(_item(record)) not in closed
	]

	def close(document: Document) -> None:
		for record in wanted:
			key = _by_item(_item(record))
			item = next(row for row in document.measures if _by_item(row) == key)
			document.close_measure(item.name, record.get("closed_on"), record.get("evidence"))

	return close if wanted else None


def _by_item(row: Any) -> Any:
	return " ".join(row.get("problem").split()), " ".join(row.get("measure").split())


def _by_day(row: Mapping[str, Any]) -> Any:
	return row.get("held_on") and getdate(row["held_on"])


def _by_theme(row: Mapping[str, Any]) -> Any:
	"""A review in preparation is held: it has no day yet."""
	return (row["theme"], row["year"]) if row.get("theme") and row.get("year") else None
