"""What an import would do, found out without doing it: new, changed and unchanged records, columns, names nobody has."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from party_affairs.importing.opened import Opened, all_or_nothing, check_rights, lock, open_workbook
from party_affairs.importing.outcome import ImportResult
from party_affairs.importing.problems import Problem, grouped
from party_affairs.importing.source import cell_text
from party_affairs.importing.tables import Answer
from party_affairs.importing.words import LEFT_OUT, columns, title_of
from party_affairs.importing.work import Progress, Work
from party_affairs.importing.workbook import SheetData
from party_affairs.importing.writer import Planned, is_same
from party_affairs.rules.message import Message

MOST_SHOWN = 200
"""Records of a sheet that are listed one by one, new and changed ones each; all are counted."""

_LONGEST_VALUE = 120
_TEXTS = ("Text", "Small Text", "Long Text", "Table")
_UNTOLD = "…"
_MOST_NAMES = 3
_LEAST_LIKENESS = 0.5
_UNKNOWN_PERSON = "{name} is not a member of this branch."
_SET_BY_IMPORT = {"import_row", "branch"}


@dataclass
class Preview:
	"""What an import of a workbook would do. `result` has its problems and notes; `sheets` and `unknown` are plain data.

	Each of `sheets` has `sheet`, `key`, the numbers `new`, `changed`, `unchanged`, the `columns` that are read, those
	`left_out`, and `records`; a record has `row`, `name`, `kind`, `new`, and `fields` with `fieldname`, `label`, `old`,
	`new` and `level`. `unknown` are the names that nobody in the branch has, with the `nearest` ones.
	"""

	result: ImportResult
	sheets: list[dict[str, Any]] = field(default_factory=list)
	unknown: list[dict[str, Any]] = field(default_factory=list)


def preview_workbook(
	content: bytes,
	branch: str | None = None,
	year: int | None = None,
	progress: Progress | None = None,
	*,
	is_cancelled: Callable[[], bool] | None = None,
	hidden_rows: Answer = "ask",
) -> Preview:
	"""Return what `import_workbook` would do with the same arguments; nothing is changed.

	Raises PermissionError and Cancelled as the import does. Whatever was remembered for the end of the transaction is to be
	rolled back by the caller.
	"""
	opened = open_workbook(content, branch, year, hidden_rows)
	preview = Preview(opened.result)
	preview.sheets = [_columns(sheet, opened) for sheet in opened.book.sheets]
	if not opened.can_be_judged:
		return preview
	check_rights(opened.book, opened.result.branch)
	lock(opened.result.branch)
	notes: list[Problem] = []
	with all_or_nothing(opened.result, keep=False):
		work = Work(opened, progress, is_cancelled)
		work.judge()
		work.judge_documents()
		work.finish()
		notes = opened.result.notes
		for shown in preview.sheets:
			_records(shown, work)
		preview.unknown = _unknown_people(opened.result.problems, work)
		work.progress.finish()
	opened.result.notes = notes
	return preview


# --- columns ---------------------------------------------------------------------------------------------------------


def _columns(sheet: SheetData, opened: Opened) -> dict[str, Any]:
	"""Return which headings are read as what, and which are not and why."""
	above = [
		problem
		for problem in (*opened.book.problems, *opened.book.notes)
		if problem.sheet in sheet.tabs and problem.column
	]
	return {
		"sheet": sheet.name,
		"key": sheet.layout.key,
		"columns": [
			{"heading": heading, "read_as": title_of(sheet.layout.column(key))}
			for key, heading in sheet.headings.items()
		],
		"left_out": [
			{
				"heading": problem.column,
				"reason": problem.text(_),
				"may_be_chosen": bool(problem.heading),
			}
			for problem in above
		],
		"choices": [
			*({"value": column["key"], "label": column["title"]} for column in columns(sheet.layout.key)),
			{"value": LEFT_OUT, "label": _("Leave out")},
		],
		"rows": len(sheet.rows),
		"new": 0,
		"changed": 0,
		"unchanged": 0,
		"records": [],
	}


# --- records ---------------------------------------------------------------------------------------------------------


def _records(shown: dict[str, Any], work: Work) -> None:
	"""Count the records of a sheet, and list those that are new or changed."""
	writer, key = work.writer, shown["key"]
	shown["unchanged"] = sum(record.sheet.layout.key == key for record in writer.as_they_were)
	listed: Counter[bool] = Counter()
	names = {name: person.member_name for name, person in work.context.lookups.people.items()}
	for planned in (*writer.written, *writer.planned):
		if planned.record.sheet.layout.key != key or planned.record.broken:
			continue
		is_new = not planned.existing
		shown["new" if is_new else "changed"] += 1
		listed[is_new] += 1
		if listed[is_new] <= MOST_SHOWN:
			shown["records"].append(_record(planned, names))
	shown["records"].sort(key=lambda record: (record["new"], record["row"]))


def _record(planned: Planned, names: Mapping[str, str]) -> dict[str, Any]:
	return {
		"row": planned.record.row.number,
		"name": _called(planned),
		"kind": planned.doctype,
		"new": not planned.existing,
		"fields": list(_fields(planned, names)) if planned.existing else [],
	}


def _called(planned: Planned) -> str:
	"""Return by what a reader knows the record: what stands in the columns by which the sheet is known."""
	record = planned.record
	words = [cell_text(record.row.cells.get(key)) for key in record.sheet.layout.anchors]
	month = planned.values.get("dues_month")
	return " ".join(word for word in (*words, f"{month:%Y-%m}" if month else "") if word)


def _fields(planned: Planned, names: Mapping[str, str]) -> Iterable[dict[str, Any]]:
	meta = frappe.get_meta(planned.doctype)
	for fieldname, value in planned.values.items():
		if fieldname in _SET_BY_IMPORT or is_same(planned.doctype, {fieldname: value}, planned.existing):
			continue
		df = meta.get_field(fieldname)
		if not df:
			continue
		# Personal texts are read by fewer people than the preview.
		is_told = not (planned.record.sheet.layout.personal and df.fieldtype in _TEXTS)
		yield {
			"fieldname": fieldname,
			"label": _(df.label or fieldname),
			"old": _shown(df, planned.existing.get(fieldname), names) if is_told else _UNTOLD,
			"new": _shown(df, value, names) if is_told else _UNTOLD,
			"level": cint(df.permlevel),
		}


def _shown(df: Any, value: Any, names: Mapping[str, str]) -> str:
	"""Return a value as a reader knows it: people by their names, choices in his language, tables row by row."""
	if df.fieldtype == "Table":
		text = "；".join(_shown_row(df.options, row, names) for row in value or ())
	elif df.fieldtype == "Check":
		text = _("Yes") if cint(value) else _("No")
	elif value in (None, ""):
		text = ""
	elif df.fieldtype == "Select":
		text = _(cstr(value))
	elif df.fieldtype == "Link":
		text = names.get(value, cstr(value))
	else:
		text = cell_text(value)
	return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _shown_row(doctype: str, row: Mapping[str, Any], names: Mapping[str, str]) -> str:
	meta = frappe.get_meta(doctype)
	fields = [meta.get_field(key) for key, value in row.items() if value not in (None, "", 0)]
	return " ".join(_shown(df, row[df.fieldname], names) for df in fields if df and df.fieldtype != "Check")


# --- names -----------------------------------------------------------------------------------------------------------


def _unknown_people(problems: Iterable[Problem], work: Work) -> list[dict[str, Any]]:
	"""Return each name that nobody has, where it stands, and who is called much like it."""
	known = sorted({person.member_name for person in work.context.lookups.people.values()})
	places: dict[str, list[Problem]] = {}
	for problem in problems:
		if isinstance(problem.reason, Message) and problem.reason.template.startswith(_UNKNOWN_PERSON):
			places.setdefault(problem.reason.values["name"], []).append(problem)
	return [
		{
			"name": name,
			"places": [
				{"sheet": group.sheet, "column": group.column, "rows": group.places(_)}
				for group in grouped(of_name, _)
			],
			"nearest": nearest(name, known),
		}
		for name, of_name in places.items()
	]


def nearest(name: str, known: Iterable[str]) -> list[str]:
	"""Return the names most like `name`, at most three: those with one character wrong, missing or too many come first."""
	ranked = sorted(
		(not _one_off(name, other), -_likeness(name, other), other) for other in known if other != name
	)
	return [other for far, likeness, other in ranked[:_MOST_NAMES] if not far or -likeness >= _LEAST_LIKENESS]


def _likeness(name: str, other: str) -> float:
	return SequenceMatcher(None, name, other).ratio()


def _one_off(name: str, other: str) -> bool:
	"""Whether two names differ in one character only; of names of two characters one must agree in its place."""
	if len(name) == len(other):
		return len(name) > 1 and sum(a != b for a, b in zip(name, other, strict=True)) == 1
	shorter, longer = sorted((name, other), key=len)
	if len(longer) - len(shorter) != 1:
		return False
	return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
