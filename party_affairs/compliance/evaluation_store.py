"""Keeping the sheets of an evaluation equal to what a run found: many sheets in a few statements.

Only what differs is written: a sheet that says the same as before keeps its lines and its day of change, and is noted as measured.
What differs is told on the sheet itself, line by line: points before and after, and which records came or went.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import frappe
from frappe import _

from party_affairs import touches
from party_affairs.facts.evaluation import schemes, sheets
from party_affairs.rows import insert, new_name, write_over
from party_affairs.rules.evaluation.measures import Ref, unpacked
from party_affairs.series import Series

EVALUATION, SCORE, CHANGE = "Evaluation", "Evaluation Score", "Evaluation Change"
_LINES_A_STATEMENT = 1_000
_RECORDS_NAMED = 10
_TEXTS = ("veto",)
_DATES = ("evaluated_on",)
_FLOATS = ("total", "whole", "base_points", "bonus", "deduction")
_WHOLE_NUMBERS = ("stars", "unjudged", "is_example")
_CREATED_WITH = ("scheme", "year", "subject_doctype", "subject", "evaluation_key", "naming_series", "stage")
_WRITTEN = tuple(
	name for name in sheets.HEADER if name not in ("name", "docstatus", "evaluation_key", "measured_at")
)
_LINE_TYPES: Mapping[str, str] = {
	**dict.fromkeys(sheets.SCORE, "varchar(140)"),
	**dict.fromkeys(("basis", "self_basis", "records"), "longtext"),
	**dict.fromkeys(
		("max_points", "weight", "points", "self_points", "share", "found", "demanded"), "double"
	),
	"holds": "int",
	"judged_on": "datetime(6)",
}
_FROM_NUMBER = frozenset(name for name, kind in _LINE_TYPES.items() if kind == "double")

T = TypeVar("T")


@dataclass(frozen=True)
class Written:
	"""Names of the sheets that are new, that were there as drafts, and those of the latter that say something else now."""

	created: tuple[str, ...] = ()
	updated: tuple[str, ...] = ()
	changed: tuple[str, ...] = ()


def write(made: Sequence[tuple[Any, Any]], moment: datetime) -> Written:
	"""Store sheets, each with the draft that was there before it (None: a new one), as they were made at a moment.

	Drafts are locked by the caller. Where somebody else has made the same sheet in the meantime, his stays: it says the same.
	"""
	new = [sheet for sheet, before in made if before is None]
	for sheet, name in zip(new, _names(len(new)), strict=True):
		sheet.name = name
	new = _insert_headers(new, moment)
	same, changed, told = [], [], []
	for sheet, before in made:
		if before is None:
			continue
		sheet.name = before.name
		if _says_the_same(sheet, before):
			same.append(sheet)
		else:
			told += list(_differences(sheet, before, moment))
			changed.append((sheet, before))
	_write_lines(((sheet, None) for sheet in new), moment)
	_write_lines(changed, moment)
	_write_headers([sheet for sheet, _before in changed], moment)
	_note_measured(same, moment)
	_tell(told, moment)
	touched = {sheet.branch for sheet in new} | {sheet.branch for sheet, _before in changed}
	if touched:
		touches.touch(EVALUATION, branches=touched)
	return Written(
		tuple(sorted(sheet.name for sheet in new)),
		tuple(sorted(sheet.name for sheet, before in made if before is not None)),
		tuple(sorted(sheet.name for sheet, _before in changed)),
	)


def _names(number: int) -> list[str]:
	"""Return names for new sheets by their series."""
	if not number:
		return []
	series, document = Series(), frappe.new_doc(EVALUATION)
	series.expect({EVALUATION: number})
	return [series.next_name(document) or _named_by_frappe() for _number in range(number)]


def _named_by_frappe() -> str:
	document = frappe.new_doc(EVALUATION)
	document.set_new_name()
	return document.name


# --- what is the same, and what differs ----------------------------------------------------------------------------------


def _says_the_same(sheet, before) -> bool:
	return (
		len(sheet.scores) == len(before.scores)
		and all(_line(new) == _line(old) for new, old in zip(sheet.scores, before.scores, strict=True))
		and all(
			_same(sheet.get(name), before.get(name)) for name in _WRITTEN if name not in ("evaluated_on",)
		)
	)


def _line(row) -> tuple:
	return tuple(
		round(float(row.get(name) or 0), 6) if name in _FROM_NUMBER else row.get(name) or None
		for name in sheets.SCORE
	)


def _same(one: Any, other: Any) -> bool:
	if isinstance(one, float) or isinstance(other, float):
		return round(float(one or 0), 6) == round(float(other or 0), 6)
	return (one or None) == (other or None)


def _differences(sheet, before, moment: datetime) -> Iterator[tuple]:
	"""Return the rows that tell what became of each line: its points before and after, and why."""
	old_rows = {row.criterion_key: row for row in before.scores}
	if sheet.scheme_version != before.scheme_version:
		yield (
			*(sheet.name, moment, None, _("Version of the Scheme"), 0, 0),
			f"{before.scheme_version} → {sheet.scheme_version}",
		)
	for row in sheet.scores:
		old = old_rows.pop(row.criterion_key, None)
		if old is None:
			yield _told(sheet, moment, row, 0, _value(row), _("The line is new."))
		elif why := _why(row, old):
			yield _told(sheet, moment, row, _value(old), _value(row), why)
	for old in old_rows.values():
		yield _told(sheet, moment, old, _value(old), 0, _("The line is gone."))


def _told(sheet, moment: datetime, row, before: float, after: float, why: str) -> tuple:
	return (sheet.name, moment, row.criterion_key, row.title, before, after, why)


def _value(row) -> float:
	return float(row.holds or 0) if row.line == schemes.VETO else float(row.points or 0)


def _why(row, old) -> str:
	"""Say in lines why something else stands in a row than before, nothing where only its words differ."""
	if round(_value(row), 6) == round(_value(old), 6) and all(
		(row.get(name) or None) == (old.get(name) or None) for name in ("state", "records")
	):
		return ""
	said = []
	if (row.basis or "") != (old.basis or ""):
		said.append(_("Before: {0}").format(old.basis or _("nothing")))
		said.append(_("Now: {0}").format(row.basis or _("nothing")))
	if round(float(row.max_points or 0), 6) != round(float(old.max_points or 0), 6):
		said.append(_("Maximum: {0} before, {1} now.").format(f"{old.max_points:g}", f"{row.max_points:g}"))
	now, then = _reading(row), _reading(old)
	for sentence, refs in (
		(_("Records that came: {0}."), set(now.records) - set(then.records)),
		(_("Records that went: {0}."), set(then.records) - set(now.records)),
		(_("Newly missing: {0}."), set(now.missing) - set(then.missing)),
	):
		if refs:
			said.append(sentence.format(_listed(refs)))
	return "\n".join(said)


def _reading(row):
	return unpacked(Decimal(str(row.found or 0)), Decimal(str(row.demanded or 0)), row.records)


def _listed(refs: Iterable[Ref]) -> str:
	ordered = sorted(refs)
	named = [" ".join(part for part in (_(doctype), name, about) if part) for doctype, name, about in ordered]
	shown, more = ", ".join(named[:_RECORDS_NAMED]), len(named) - _RECORDS_NAMED
	return _("{0} and {1} more").format(shown, more) if more > 0 else shown


# --- statements ----------------------------------------------------------------------------------------------------------


def _insert_headers(made: Sequence, moment: datetime) -> list:
	"""Insert new sheets; return those of which nobody else has made the same in the meantime."""
	if not made:
		return []
	document = frappe.new_doc(EVALUATION)
	given = {
		**dict.fromkeys(("creation", "modified", "measured_at"), moment),
		**dict.fromkeys(("owner", "modified_by"), frappe.session.user),
		**{"docstatus": 0, "idx": 0, "naming_series": document.naming_series, "stage": document.stage},
	}
	columns = ["name", *dict.fromkeys((*_CREATED_WITH, *_WRITTEN, *given))]
	insert(
		EVALUATION,
		columns,
		[[given[name] if name in given else sheet.get(name) for name in columns] for sheet in made],
		ignore_duplicates=True,
	)
	stored = sheets.by_key(sheet.evaluation_key for sheet in made)
	return [sheet for sheet in made if stored.get(sheet.evaluation_key, sheet).name == sheet.name]


def _write_headers(made: Sequence, moment: datetime) -> None:
	columns = {"name": "varchar(140)", **{name: _header_type(name) for name in _WRITTEN}}
	always = {"modified": moment, "measured_at": moment, "modified_by": frappe.session.user}
	for part in _parts(made):
		rows = [_json([sheet.get(name) for name in columns]) for sheet in part]
		write_over(EVALUATION, columns, rows, always, {})


def _header_type(name: str) -> str:
	if name in _TEXTS:
		return "longtext"
	if name in _DATES:
		return "date"
	if name in _FLOATS:
		return "double"
	return "int" if name in _WHOLE_NUMBERS else "varchar(140)"


def _write_lines(made: Iterable[tuple[Any, Any]], moment: datetime) -> None:
	"""Write the lines of sheets over those that were there; a line keeps its name."""
	columns = {
		**dict.fromkeys(("name", "parent"), "varchar(140)"),
		"idx": "int",
		**_LINE_TYPES,
	}
	always = {
		**{"modified": moment, "modified_by": frappe.session.user, "docstatus": 0},
		**{"parenttype": EVALUATION, "parentfield": "scores"},
	}
	if_new = {"creation": moment, "owner": frappe.session.user}
	gone: list[str] = []

	def rows() -> Iterator[str]:
		for sheet, before in made:
			names = {row.criterion_key: row.name for row in before.scores} if before else {}
			for place, row in enumerate(sheet.scores, 1):
				name = names.pop(row.criterion_key, None) or new_name()
				yield _json([name, sheet.name, place, *(row[column] for column in _LINE_TYPES)])
			gone.extend(names.values())

	for part in _parts(rows()):
		write_over(SCORE, columns, part, always, if_new)
	for part in _parts(gone):
		frappe.db.delete(SCORE, {"name": ["in", part]})


def _note_measured(made: Sequence, moment: datetime) -> None:
	"""Note that sheets which say what they said were measured, and as of which day."""
	if made:
		frappe.db.set_value(
			EVALUATION,
			{"name": ["in", [one.name for one in made]]},
			{"measured_at": moment, "evaluated_on": made[0].evaluated_on},
			update_modified=False,
		)


def _tell(told: Sequence[tuple], moment: datetime) -> None:
	if not told:
		return
	places = sheets.number_of_changes({row[0] for row in told})
	rows = []
	for parent, *values in told:
		places[parent] = places.get(parent, 0) + 1
		rows.append((new_name(), parent, places[parent], *values, moment, moment, *_by_whom()))
	insert(
		CHANGE,
		(
			*("name", "parent", "idx", "changed_on", "criterion_key", "title", "before", "after", "why"),
			*("creation", "modified", "owner", "modified_by", "docstatus", "parenttype", "parentfield"),
		),
		rows,
	)


def _by_whom() -> tuple:
	return (frappe.session.user, frappe.session.user, 0, EVALUATION, "changes")


def _json(values: Sequence[Any]) -> str:
	return json.dumps(values, ensure_ascii=False, default=_as_text)


def _as_text(value: date) -> str:
	return str(value)


def _parts(values: Iterable[T]) -> Iterator[list[T]]:
	iterator = iter(values)
	while part := list(islice(iterator, _LINES_A_STATEMENT)):
		yield part
