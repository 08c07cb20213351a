"""Several tables of one kind, such as dues in a tab for each half-year: put together where it is certain who is who."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from party_affairs.importing.headings import bare
from party_affairs.importing.layout import DUES
from party_affairs.importing.normalise import is_empty, key_text
from party_affairs.importing.problems import Problem
from party_affairs.importing.sheet_data import Row, SheetData, YearWorkbook
from party_affairs.rules.message import Message

_IDENTITY = {"roster": ("member_name",), "posts": ("member", "post")}
"""The columns by which a row is known where each may stand there once; elsewhere it is the whole row."""
_MOST_NAMES = 5


def put_together(tables: Sequence[SheetData], book: YearWorkbook) -> SheetData:
	"""Return tables of one kind as one; what stands in two of them differently is a problem that names both sheets."""
	first, *others = (_with_months_of_its_own(table, len(tables)) for table in tables)
	whole = replace(
		first,
		rows=list(first.rows),
		headings=dict(first.headings),
		facts=dict(first.facts),
		unfilled=[row for table in tables for row in table.unfilled],
		quarters={quarter for table in tables for quarter in table.quarters},
		names=tuple(dict.fromkeys(table.name for table in tables)),
	)
	for other in others:
		clashing = _add(whole, other)
		if clashing:
			reason = Message(
				"The sheets {first} and {second} hold the same kind of records, and both have {names}. Put them into one.",
				first=first.name,
				second=other.name,
				names=tuple(clashing[:_MOST_NAMES]),
			)
			book.problems.append(Problem(other.name, None, "", "", reason))
			continue
		if other.name != first.name and other.rows:
			reason = Message("Read together with the sheet {first}.", first=first.name)
			book.notes.append(Problem(other.name, None, "", "", reason))
	return whole


def _add(whole: SheetData, other: SheetData) -> list[str]:
	"""Add the rows of another table; return who stands in both with different things, then nothing was added."""
	known = {_identity(whole, row): position for position, row in enumerate(whole.rows)}
	rows = list(whole.rows)
	clashing = []
	for row in other.rows:
		row = _at_home(row, other)
		position = known.get(_identity(other, row))
		if position is None:
			rows.append(row)
		elif whole.layout is not DUES or (joined := _joined(rows[position], row)) is None:
			clashing.append(_label(other, row))
		else:
			rows[position] = joined
	if not clashing:
		whole.rows[:] = rows
		whole.headings.update(
			{key: title for key, title in other.headings.items() if key not in whole.headings}
		)
		whole.facts.update({key: value for key, value in other.facts.items() if key not in whole.facts})
	return clashing


def _identity(table: SheetData, row: Row) -> Any:
	keys = ("member",) if table.layout is DUES else _IDENTITY.get(table.layout.key)
	if keys is None:
		return tuple(sorted((key, key_text(value)) for key, value in _filled(row).items()))
	return tuple(bare(row.cells.get(key) or "") for key in keys)


def _filled(row: Row) -> dict[str, Any]:
	return {key: value for key, value in row.cells.items() if key != "serial" and not is_empty(value)}


def _label(table: SheetData, row: Row) -> str:
	keys = [key for key in table.layout.anchors if not is_empty(row.cells.get(key))]
	return " ".join(key_text(row.cells[key]) for key in keys) or str(row.number)


def _at_home(row: Row, table: SheetData) -> Row:
	"""Return a row that says for each cell where it stands, and whose number is not that of a row of another tab."""
	cells = dict(row.cells)
	if not is_empty(cells.get("serial")):
		cells["serial"] = f"{table.name} {key_text(cells['serial']).removesuffix('.0')}"
	elsewhere = {key: (table.name, row.number, title) for key, title in table.headings.items()}
	return Row(row.number, cells, table.name, elsewhere)


def _joined(row: Row, more: Row) -> Row | None:
	"""Return a member's row of dues with the months of another tab, None if both say something about the same."""
	cells, elsewhere = dict(row.cells), dict(row.elsewhere)
	for key, value in _filled(more).items():
		if is_empty(cells.get(key)):
			cells[key] = value
			elsewhere[key] = more.elsewhere[key]
		elif key_text(cells[key]) != key_text(value) or key.startswith("paid_"):
			return None
	for key in more.cells:
		cells.setdefault(key, None)
	return replace(row, cells=cells, elsewhere=elsewhere)


def _with_months_of_its_own(table: SheetData, number_of_tables: int) -> SheetData:
	"""Return a table of dues whose monthly sum is that of its own months alone: another tab may have another one."""
	months = [
		key.rpartition("_")[2] for key in table.headings if key.startswith("paid_") and key[5:].isdigit()
	]
	if table.layout is not DUES or number_of_tables == 1 or "due" not in table.headings or not months:
		return table
	keys = [f"due_{month}" for month in months if f"due_{month}" not in table.headings]
	rows = [
		replace(
			row,
			cells={
				**{k: v for k, v in row.cells.items() if k != "due"},
				**dict.fromkeys(keys, row.cells.get("due")),
			},
		)
		for row in table.rows
	]
	headings = {key: title for key, title in table.headings.items() if key != "due"}
	headings |= dict.fromkeys(keys, table.headings["due"])
	return replace(table, rows=rows, headings=headings)
