"""One module a sheet: from rows to the field values of documents, and which stored record a row is.

Each module has `bring_in(records, context)`. A row that was left empty in a register (members, posts, contacts) changes
nothing; in the records of the year (meetings, dues, activities, plan) it empties the field, but only of a record that
came from a workbook: what was entered in the Desk is not taken away by an empty cell.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import frappe

from party_affairs.facts.dues.standard import standard_on
from party_affairs.guide.dues.tiers import DuesStandard
from party_affairs.importing.layout.choices import CONTENT_WORDS
from party_affairs.importing.layout.table import Sheet
from party_affairs.importing.lookups import Lookups, Person, Unsettled
from party_affairs.importing.normalise import head_count, is_no_name
from party_affairs.importing.problems import CellError, Problem
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets.opinions_given import Opinions
from party_affairs.importing.writer import Then, Writer
from party_affairs.rules.message import Message
from party_affairs.rules.periods import parse

_MOST_NAMES = 5

T = TypeVar("T")


@dataclass
class Context:
	"""What all sheets of one import share."""

	branch: str
	year: int
	lookups: Lookups
	writer: Writer
	notes: list[Problem] = field(default_factory=list)
	quarters: dict[str, int] = field(default_factory=dict)
	"""By key of a sheet the quarter (1 to 4) that its title names; the others are about the whole year."""
	opinions: Opinions = field(default_factory=Opinions)
	rows_edited: bool = False
	"""Whether the rows are those of an export of ours that somebody has changed, without the others."""
	unsettled: set[tuple[str, Any]] = field(default_factory=set)
	"""Keys of a sheet and the day or member of a row there that has a problem: what refers to it waits."""
	_standards: dict[date, DuesStandard] = field(default_factory=dict)

	def dues_standard(self, month: date) -> DuesStandard:
		"""Return the site's dues standard in force on a day; raises DuesError if there is none."""
		if month not in self._standards:
			self._standards[month] = standard_on(month)[1]
		return self._standards[month]

	def import_row(self, record: Record) -> str:
		"""Return what a document keeps of the row it came from."""
		sheet = record.sheet.layout
		# Each quarter's rows are numbered from 1.
		quarter = None if sheet.register else self.quarters.get(sheet.key)
		return self._prefix(sheet) + (f"Q{quarter}:" if quarter else "") + record.serial

	def _prefix(self, sheet: Sheet) -> str:
		return f"{self.branch}|{self.year}|{sheet.title}|"

	def days_of(self, sheet: Sheet) -> tuple[date, date]:
		"""Return the first and the last day that a sheet is about: those of the year, or of its quarter."""
		if quarter := self.quarters.get(sheet.key):
			period = parse(f"{self.year}-Q{quarter}")
			return period.start, period.end
		return date(self.year, 1, 1), date(self.year, 12, 31)

	def waits_for(self, record: Record, sheet: Sheet, key: Any) -> bool:
		"""Whether a row refers to one of another sheet that has a problem; it is left out with that one."""
		if (sheet.key, key) not in self.unsettled:
			return False
		record.waits = True
		record.waits_for = Message("Left out with a row of {sheet} that has a problem.", sheet=sheet.title)
		return True

	def check_day(self, record: Record, key: str) -> None:
		"""Refuse the day in a column if the sheet is not about it."""
		day, sheet = record.get(key), record.sheet.layout
		if day and day.year != self.year:
			record.refuse(key, "The workbook is that of {year}.", year=self.year)
		elif day and not (self.days_of(sheet)[0] <= day <= self.days_of(sheet)[1]):
			period = parse(f"{self.year}-Q{self.quarters[sheet.key]}").title
			record.refuse(key, "The title says {period}, and this day is no part of it.", period=period)

	def came_from(self, stored: Mapping[str, Any] | None, sheet: Sheet) -> bool:
		"""Whether a stored record was brought in by this branch's workbook of this year."""
		return bool(stored) and (stored.get("import_row") or "").startswith(self._prefix(sheet))

	def save(
		self,
		record: Record,
		doctype: str,
		values: Mapping[str, Any],
		existing: Mapping[str, Any] | None = None,
		submit: bool = False,
		then: Then | None = None,
	) -> str | None:
		"""Bring a document to the values of its row and return its name, None if it was refused.

		A record keeps the row that it came from first, and none if it was entered in the Desk.
		"""
		sheet = record.sheet.layout
		if existing:
			hidden = _fields_of_masked(record)
			values = {key: value for key, value in values.items() if key not in hidden}
		values = filled(values, clears=not sheet.register and self.came_from(existing, sheet))
		values = with_defaults(doctype, values)
		if existing:
			_note_what_is_taken_away(record, doctype, values, existing)
		values["import_row"] = existing.get("import_row") if existing else self.import_row(record)
		return self.writer.save(record, doctype, values, existing, submit, then)

	def note_left_over(
		self,
		sheet: Sheet,
		stored: Sequence[Mapping[str, Any]],
		kept: Container[int],
		label: Callable[[Any], str],
	) -> None:
		"""Note records of an earlier import that the workbook does not hold any more. They stay: nothing is lost.

		A quarter's register says nothing of those whom it leaves out, and the rows of an export that stand as they were
		exported were taken out before.
		"""
		if self.rows_edited or (sheet.register and sheet.key in self.quarters):
			return
		names = tuple(
			label(record)
			for position, record in enumerate(stored)
			if position not in kept and self.came_from(record, sheet)
		)
		if len(names) > _MOST_NAMES:
			reason = Message(
				"Not in this workbook, kept in the system: {names} and others, {count} in all.",
				names=names[:_MOST_NAMES],
				count=len(names),
			)
		else:
			reason = Message("Not in this workbook, kept in the system: {names}.", names=names)
		if names:
			self.notes.append(Problem(sheet.title, None, "", "", reason))


_FED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
	"meetings": {
		**dict.fromkeys(("time", "start_time", "end_time"), ("starts_on", "ends_on")),
		**dict.fromkeys(("outcome", "in_favour", "against", "abstained", "votes"), ("resolutions",)),
		**dict.fromkeys(("responsible", "deadline", "assignment"), ("resolutions",)),
		**dict.fromkeys(("topic", "method", "agenda"), tuple(CONTENT_WORDS)),
		"expected_count": ("stated_expected",),
		"present_count": ("stated_present",),
	},
	"activities": {
		"form": ("form_of_service",),
		"hours": ("participants",),
		"served_group": ("people_served",),
	},
	"roster": {
		"is_floating": ("status",),
		"circumstances": ("status", "is_hardship", "is_frail"),
		"frail_from": ("is_frail",),
		"frail_until": ("is_frail",),
	},
	"posts": {"term": ("start_date", "end_date")},
	"dues": {"method": ("method",), "base": ("dues_base", "monthly_base")},
}
"""By sheet and column the fields that its cells feed besides the one of the same name."""


def _fields_of_masked(record: Record) -> set[str]:
	"""Return the fields of which a row says nothing, because the cells that feed them are masked."""
	fed = _FED.get(record.sheet.layout.key, {})
	return {field for key in record.masked for field in (key, *fed.get(key, ()))}


def settle(record: Record, key: str, find: Callable[..., T], *arguments: Any) -> T | None:
	"""Return what `find` makes of a cell; what it cannot find is a problem of that cell."""
	try:
		return find(*arguments)
	except CellError as error:
		record.problems.append(record.about(key, error.message))
	except Unsettled:
		record.waits = True
	return None


def settle_person(record: Record, key: str, context: Context) -> Person | None:
	"""Return the member whom a cell names, None for an empty cell or an unknown name."""
	name = record.get(key)
	return settle(record, key, context.lookups.person, name) if name else None


def names_nobody(text: str, context: Context) -> bool:
	"""Whether a piece of a list is a number of heads or a kind of people, and nobody's name."""
	return not context.lookups.knows(text) and (head_count(text) is not None or is_no_name(text))


def _note_what_is_taken_away(
	record: Record, doctype: str, values: Mapping[str, Any], existing: Mapping[str, Any]
) -> None:
	"""What empty cells empty in a record, and rows of tables that are fewer, are told: nothing goes without a word."""
	meta = frappe.get_meta(doctype)
	label = lambda key: Message(meta.get_label(key))  # noqa: E731
	emptied = tuple(
		label(key)
		for key, value in values.items()
		if value in (None, "") and existing.get(key) not in (None, "", 0) and meta.get_field(key)
	)
	place = record.sheet.layout.anchors[0]
	if emptied:
		record.note(place, "Empty in the workbook, so emptied on record: {fields}.", fields=emptied)
	for key, value in values.items():
		if isinstance(value, list) and len(value) < len(existing.get(key) or ()):
			record.note(
				place,
				"{table}: {before} rows on record, {now} in the workbook.",
				table=label(key),
				before=len(existing[key]),
				now=len(value),
			)


def filled(values: Mapping[str, Any], clears: bool) -> dict[str, Any]:
	"""Return field values without those of empty cells, unless an empty cell is to empty the field."""
	return {key: value for key, value in values.items() if clears or value is not None}


def with_defaults(doctype: str, values: Mapping[str, Any]) -> dict[str, Any]:
	"""Return field values with the default of the DocType in place of an empty one, which is what would be stored."""
	meta = frappe.get_meta(doctype)
	return {key: meta.get_field(key).default if value is None else value for key, value in values.items()}


def columns(record: Record, *keys: str) -> dict[str, Any]:
	"""Return those of the columns that the sheet has."""
	return {key: record.get(key) for key in keys if record.has(key)}


def check(value: bool | None) -> int:
	"""Return a tick as the database holds it."""
	return int(bool(value))
