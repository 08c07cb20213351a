"""The work of one import, sheet by sheet: rows are judged first, and what is right is written then."""

from collections.abc import Callable, Iterable, Iterator

import frappe

from party_affairs.importing import beginning, layout
from party_affairs.importing.lookups import Lookups
from party_affairs.importing.opened import Opened
from party_affairs.importing.problems import Problem, file_problem
from party_affairs.importing.rows import Record, Setting, read_facts, read_records
from party_affairs.importing.sheets import (
	Context,
	activities,
	appraisal,
	development,
	dues,
	events,
	honours,
	meetings,
	opinions,
	pairings,
	plan,
	posts,
	raised_opinions,
	reports,
	reviews,
	roster,
	talks,
	trainings,
)
from party_affairs.importing.workbook import SheetData
from party_affairs.importing.writer import Planned, Writer
from party_affairs.rules.message import Message
from party_affairs.transactions import back_to

Progress = Callable[[int, str], None]
"""Called with percent done and the title of the sheet at work."""

_BRING_IN = {
	"roster": roster.bring_in,
	"posts": posts.bring_in,
	"meetings": meetings.bring_in,
	"dues": dues.bring_in,
	"pairings": pairings.bring_in,
	"activities": activities.bring_in,
	"opinions": opinions.gather,
	"events": events.bring_in,
	"talks": talks.bring_in,
	"reports": reports.bring_in,
	"reviews": reviews.bring_in,
	"development": development.bring_in,
	"trainings": trainings.bring_in,
	"honours": honours.bring_in,
	"raised_opinions": raised_opinions.bring_in,
}
_WITH_FACTS = {"plan": plan.bring_in, "appraisal": appraisal.bring_in}
"""Sheets that say more above their table than whose they are."""

_BEFORE_WRITING = "party_import_judged"
_MONTHS = 12
_JUDGED_PERCENT = 10
"""How much of an import is done when the rows are judged; writing takes most of the time."""


class Cancelled(Exception):
	"""Whoever started the work called it off."""


class Work:
	"""What an import does with the sheets of a workbook. To be done within `all_or_nothing`."""

	def __init__(
		self,
		opened: Opened,
		progress: Progress | None = None,
		is_cancelled: Callable[[], bool] | None = None,
	) -> None:
		self.book, self.result, self.words = opened.book, opened.result, opened.words
		self.progress = _Progress(progress or (lambda percent, title: None), is_cancelled or (lambda: False))
		self.writer = Writer(self.result.year, done=self.progress.one_more)
		lookups = Lookups(self.result.branch, self.result.year)
		quarters = {sheet.layout.key: sheet.quarter for sheet in self.book.sheets if sheet.quarter}
		self.context = Context(
			self.result.branch,
			self.result.year,
			lookups,
			self.writer,
			quarters=quarters,
			rows_edited=self.book.rows_edited,
		)
		self.records: dict[str, list[Record]] = {}
		"""The records of each sheet by its key."""

	def judge(self) -> None:
		"""Judge the rows of all sheets; registers are brought in with it, since other sheets ask about them."""
		sheets = [sheet for known in layout.SHEETS if (sheet := self.book.sheet(known.key)) and sheet.rows]
		self._note_unfilled(bool(sheets))
		if sheets and (note := beginning.begin_with(self.context.branch, self.context.year)):
			self.context.notes.append(note)
		self.progress.judge(sheets)
		for sheet in sheets:
			self.progress.begin(sheet)
			self.records[sheet.layout.key] = self._judge_sheet(sheet)
		opinions.bring_in_rest(self.context)

	def _note_unfilled(self, has_rows: bool) -> None:
		"""Say what was left as the template has it."""
		for sheet in self.book.sheets:
			if sheet.unfilled:
				reason = Message(
					"{count} rows hold nothing but what the template had filled in; they were left out.",
					count=len(sheet.unfilled),
				)
				self.context.notes.append(Problem(sheet.name, None, "", "", reason))
		if not has_rows:
			self.context.notes.append(
				file_problem("Nothing is filled in in this workbook, so nothing was changed.")
			)

	def _judge_sheet(self, sheet: SheetData) -> list[Record]:
		setting = Setting(self.context.year, self.book.epoch, self.words)
		records = read_records(sheet, setting)
		if sheet.layout.key in _WITH_FACTS:
			facts = read_facts(sheet, setting)
			_WITH_FACTS[sheet.layout.key](records, self.context, facts)
			return [facts, *records]
		_BRING_IN[sheet.layout.key](records, self.context)
		return records

	@property
	def found_fault(self) -> bool:
		"""Whether a row has a problem, or the workbook had one before its rows were looked at."""
		return not self.result.ok or any(record.broken for record in self._all_records())

	def write(self) -> None:
		"""Write what is right, and say of each row that was left out why."""
		for record in self._all_records():
			if record.waits and not record.broken:
				record.problems.append(_left_out(record))
		for _planned in self.progress.through(self.writer.write_planned(), len(self.writer.planned)):
			pass

	def write_all(self) -> None:
		"""Write everything; once a document is refused nothing is written, and all the others are judged as well."""
		frappe.db.savepoint(_BEFORE_WRITING)
		for planned in self.progress.through(self.writer.write_planned(), len(self.writer.planned)):
			if planned.record.broken:
				break
		else:
			return
		refusal = list(planned.record.problems)
		planned.record.problems.clear()
		back_to(_BEFORE_WRITING)
		self.judge_documents()
		if not planned.record.broken:
			# It disagrees with a row before it, which is not written any more.
			planned.record.problems.extend(refusal)

	def judge_documents(self) -> None:
		"""Let the documents judge what would be written, so that their refusals are told with those of the rows."""
		for _planned in self.progress.through(self.writer.judge_planned(), len(self.writer.planned)):
			pass

	def finish(self) -> None:
		"""Put problems, notes and numbers into the result."""
		for records in self.records.values():
			self.result.problems.extend(problem for record in records for problem in record.problems)
			self.result.notes.extend(note for record in records for note in record.notes)
		self.result.notes.extend(self.context.notes)
		if self.book.rows_edited:
			self.result.notes.extend(self._changing_nothing())
		counts = self.writer.counts
		self.result.created, self.result.updated = counts.created, counts.updated
		self.result.unchanged = counts.unchanged

	def _changing_nothing(self) -> list[Problem]:
		"""Say of each changed row of an export that it changes nothing, where nothing else is said of it."""
		changing = bool(self.writer.planned or self.writer.written)
		silent = self.writer.as_they_were if changing else self._all_records()
		reason = Message(
			"This row was changed after the export, and changes nothing: emptied cells and what the system computes are not brought in. Correct the record itself."
		)
		return [
			Problem(record.row.sheet or record.sheet.name, record.row.number, "", "", reason)
			for record in silent
			if record.says_nothing
		]

	def _all_records(self) -> list[Record]:
		return [record for records in self.records.values() for record in records]


class _Progress:
	"""Percent done; at each record it is asked whether the work was called off."""

	def __init__(self, report: Progress, is_cancelled: Callable[[], bool]) -> None:
		self._report, self._is_cancelled = report, is_cancelled
		self._total = 1
		self._before = self._done = 0
		self._shown = (-1, "")
		self._sheet: SheetData | None = None

	@staticmethod
	def _records(sheet: SheetData) -> int:
		return len(sheet.rows) * (_MONTHS if sheet.layout is layout.DUES else 1)

	def judge(self, sheets: list[SheetData]) -> None:
		"""Set out to judge sheets; how many records their rows make is reckoned."""
		self._total = sum(self._records(sheet) for sheet in sheets) or 1

	def begin(self, sheet: SheetData) -> None:
		"""Begin a sheet; what it lacked of the reckoning is made up for."""
		if self._sheet:
			self._before += self._records(self._sheet)
		self._sheet, self._done = sheet, self._before
		self._show(_JUDGED_PERCENT * self._done // self._total, sheet.name)

	def one_more(self) -> None:
		"""Count a record of the sheet. Raises Cancelled if the work was called off."""
		if self._is_cancelled():
			raise Cancelled
		self._done = min(self._done + 1, self._before + self._records(self._sheet))
		self._show(_JUDGED_PERCENT * self._done // self._total, self._sheet.name)

	def through(self, work: Iterable[Planned], number: int) -> Iterator[Planned]:
		"""Yield the documents of `work`, of which there are at most `number`, and show how far it is."""
		for place, planned in enumerate(work, start=1):
			if self._is_cancelled():
				raise Cancelled
			percent = _JUDGED_PERCENT + (100 - _JUDGED_PERCENT) * place // number
			self._show(min(percent, 99), planned.record.sheet.name)
			yield planned

	def finish(self) -> None:
		"""Everything was done."""
		self._show(100, "")

	def _show(self, percent: int, title: str) -> None:
		shown = (max(percent, self._shown[0]), title)
		if shown != self._shown:
			self._shown = shown
			self._report(*shown)


def _left_out(record: Record) -> Problem:
	key = next(iter(record.row.cells), "")
	reason = record.waits_for or Message(
		"Left out with the person whom the row names: his row on the roster has a problem."
	)
	return record.about(key, reason)
