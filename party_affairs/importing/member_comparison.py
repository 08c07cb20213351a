"""A sheet of another system held against our records: member by member and field by field. Changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from party_affairs.facts.members.exchange import Format
from party_affairs.importing import member_sheet
from party_affairs.importing.member_sheet import MemberSheet, SheetRow
from party_affairs.importing.names import same_branch
from party_affairs.importing.normalise import key_text
from party_affairs.rules.members.exchange import Column, Difference, State, Theirs, compare
from party_affairs.rules.members.exchange_matching import By, Matched, Person, match


@dataclass(frozen=True)
class Compared:
	"""A row and the member whom it is about: `record` is his record, `differences` its fields in the order of the columns."""

	row: SheetRow
	record: Any
	by: By
	differences: tuple[Difference, ...]

	def of(self, label: str) -> Difference | None:
		"""Return the difference in a field, None if the sheet does not have it."""
		return next((one for one in self.differences if one.column.field.label == label), None)

	@property
	def open(self) -> tuple[Difference, ...]:
		"""What is not the same in both, and not only missing there."""
		return tuple(one for one in self.differences if one.state not in (State.SAME, State.ONLY_HERE))


@dataclass(frozen=True)
class Comparison:
	"""A sheet and our records: the members found, and who the other rows are."""

	sheet: MemberSheet
	found: tuple[Compared, ...]
	matched: Matched
	records: Mapping[str, Any]

	def row(self, number: int) -> SheetRow | None:
		"""Return a row of the sheet by its number."""
		return next((row for row in self.sheet.rows if row.number == number), None)


def of_sheet(
	content: bytes,
	file_name: str,
	form: Format,
	records: Iterable[Any],
	said: Mapping[int, str] | None = None,
) -> Comparison:
	"""Hold a file against `records` (`facts.members.exchange.everybody`), with what the user has `said` of rows that are not sure.

	Raises WorkbookError if the file cannot be read by the format.
	"""
	sheet = member_sheet.read(content, file_name, form.columns)
	by_name = {record.name: record for record in records}
	matched = match(
		[row.person for row in sheet.rows], [_person(record) for record in by_name.values()], said
	)
	rows = {row.number: row for row in sheet.rows}
	found = tuple(
		_compared(rows[number], by_name[member], by, form.columns)
		for number, (member, by) in sorted(matched.pairs.items())
	)
	return Comparison(sheet, found, matched, by_name)


def _person(record) -> Person:
	return Person(record.name, record.member_name, record.id_number or None, record.birth_date, record.branch)


def _compared(row: SheetRow, record: Any, by: By, columns: Sequence[Column]) -> Compared:
	return Compared(
		row,
		record,
		by,
		tuple(
			_difference(column, record, row.cells[column.field.label])
			for column in columns
			if column.field.is_compared and column.field.label in row.cells
		),
	)


def _difference(column: Column, record: Any, theirs: Theirs) -> Difference:
	fieldname = column.field.fieldname
	if fieldname == "firm":
		firm = record.firm_name or record.firm
		return compare(column, firm, _called_alike(theirs, firm))
	ours = record[fieldname]
	if fieldname == "branch" and theirs.value and same_branch(theirs.value, ours):
		theirs = replace(theirs, value=ours)
	return compare(column, ours, theirs)


def _called_alike(theirs: Theirs, firm: str | None) -> Theirs:
	"""Brackets of a firm's name are written in either width."""
	same = bool(theirs.value and firm) and key_text(theirs.value) == key_text(firm)
	return replace(theirs, value=firm) if same else theirs
