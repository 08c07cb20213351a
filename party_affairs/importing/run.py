"""The import of one workbook: everything is checked and written, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.facts.criteria import every
from party_affairs.facts.organisation.branches import subtree
from party_affairs.importing import layout, workbook
from party_affairs.importing.lookups import Lookups
from party_affairs.importing.names import find_branch
from party_affairs.importing.normalise import is_empty
from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.importing.rows import Record, Setting, read_facts, read_records
from party_affairs.importing.sheets import (
	Context,
	activities,
	appraisal,
	development,
	dues,
	events,
	meetings,
	opinions,
	pairings,
	plan,
	posts,
	reports,
	reviews,
	roster,
	talks,
	trainings,
)
from party_affairs.importing.workbook import SheetData, YearWorkbook
from party_affairs.importing.writer import Counts, Writer
from party_affairs.permissions import forget_access, scope_for
from party_affairs.rules.message import Message

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
}
_WITH_FACTS = {"plan": plan.bring_in, "appraisal": appraisal.bring_in}
"""Sheets that say more above their table than whose they are."""

_DOCTYPES = {
	"roster": ("Party Member",),
	"posts": ("Party Post",),
	"plan": ("Party Annual Plan",),
	"meetings": ("Party Meeting",),
	"dues": ("Dues Assessment", "Party Dues Entry"),
	"pairings": ("Contact Pairing",),
	"activities": ("Public Welfare Activity",),
	"opinions": ("Party Meeting",),
	"events": ("Party Member Event",),
	"talks": ("Heart Talk",),
	"reports": ("Thought Report",),
	"reviews": ("Party Life Review",),
	"appraisal": ("Democratic Appraisal",),
	"development": ("Party Development Case",),
	"trainings": ("Party Training",),
}
_SENSITIVE = {
	"roster": ("id_number", "address"),
	"dues": ("base",),
	"pairings": ("address", "phone", "family"),
	"events": ("details",),
}
"""Columns whose fields stand at permission level 1: a caller without that right would lose them unnoticed."""

_SUBMITTED = ("meetings", "opinions", "appraisal")
"""Sheets whose documents are submitted."""

_SAVEPOINT = "party_year_import"
_MONTHS = 12


@dataclass
class ImportResult:
	"""What an import did: numbers of documents, what was wrong (then nothing was changed), what is worth knowing."""

	branch: str | None = None
	year: int | None = None
	created: int = 0
	updated: int = 0
	unchanged: int = 0
	problems: list[Problem] = field(default_factory=list)
	notes: list[Problem] = field(default_factory=list)

	@property
	def ok(self) -> bool:
		"""Whether the workbook was brought in."""
		return not self.problems

	def summary(self) -> str:
		"""Return the outcome as one sentence in the user's language."""
		if not self.ok:
			return _(
				"{0} problems were found. Nothing was changed; correct the workbook and import it again."
			).format(len(self.problems))
		return _("{0}, {1}: {2} records new, {3} changed, {4} as they were.").format(
			self.branch, self.year, self.created, self.updated, self.unchanged
		)


def import_workbook(
	content: bytes, branch: str | None = None, year: int | None = None, progress: Progress | None = None
) -> ImportResult:
	"""Bring in the year workbook of a branch with the rights of the caller.

	Branch (name of the Party Branch) and year are taken from the title rows where they are not given; title rows that
	say otherwise are a problem. All problems of all sheets are returned at once, and with any of them nothing is
	changed. The same workbook again changes nothing. Raises PermissionError if the caller may not write what the sheets
	hold; commits nothing by itself.
	"""
	report = progress or (lambda percent, title: None)
	result = ImportResult()
	try:
		book = workbook.read(content)
	except WorkbookError as error:
		result.problems.extend(error.problems)
		return result
	result.problems.extend(book.problems)
	result.notes.extend(book.notes)
	result.branch = _settle_branch(book, branch, result)
	result.year = _settle_year(book, year, result)
	if result.year and result.year > getdate(nowdate()).year:
		result.problems.append(file_problem("The year {year} has not begun yet.", year=result.year))
	if result.branch is None or result.year is None:
		return result
	_check_rights(book, result.branch)
	_lock(result.branch)
	with _all_or_nothing(result):
		_bring_in(book, result, report)
	return result


# --- whose workbook --------------------------------------------------------------------------------------------------


def _settle_branch(book: YearWorkbook, given: str | None, result: ImportResult) -> str | None:
	"""Return the branch, given or found by the title rows; titles that name another one are a problem."""
	branches = subtree(every)
	known = [(row.branch_name, row.short_name) for row in branches]
	named = {text: find_branch(text, known) for _sheet, text in book.branch_texts}
	if not given:
		found = sorted({name for names in named.values() for name in names})
		if len(found) != 1:
			result.problems.append(
				file_problem(
					"The title rows do not say whose workbook it is. Choose the branch, or write its full name above the table."
				)
			)
			return None
		given = found[0]
	if given not in {row.branch_name for row in branches}:
		result.problems.append(file_problem("There is no Party organisation called {branch}.", branch=given))
		return None
	for sheet, text in book.branch_texts:
		if named[text] and given not in named[text]:
			reason = Message("The title names another organisation than {branch}.", branch=given)
			result.problems.append(Problem(sheet, None, "", text, reason))
	if any(row.is_group for row in branches if row.branch_name == given):
		result.problems.append(
			file_problem("{branch} is a committee. Workbooks are kept by branches.", branch=given)
		)
	return given


def _settle_year(book: YearWorkbook, given: int | None, result: ImportResult) -> int | None:
	years = sorted({year for _sheet, year in book.years})
	if not given:
		if len(years) != 1:
			result.problems.append(
				file_problem(
					"The title rows do not name one year. Choose the year, or write it above the tables."
				)
			)
			return None
		return years[0]
	for sheet, year in book.years:
		if year != given:
			reason = Message("The title names {year}, not {given}.", year=year, given=given)
			result.problems.append(Problem(sheet, None, "", str(year), reason))
	return int(given)


def _check_rights(book: YearWorkbook, branch: str) -> None:
	"""Raise PermissionError unless the caller may write all that the sheets hold."""
	for sheet in book.sheets:
		if not sheet.rows:
			continue
		for doctype in _DOCTYPES[sheet.layout.key]:
			for ptype in ("create", "write", *(("submit",) if sheet.layout.key in _SUBMITTED else ())):
				_check_scope(scope_for(doctype, ptype), sheet, branch, "")
			for key in _SENSITIVE.get(sheet.layout.key, ()):
				if any(not is_empty(row.cells.get(key)) for row in sheet.rows):
					_check_scope(scope_for(doctype, "write", permlevel=1), sheet, branch, sheet.headings[key])


def _check_scope(scope, sheet: SheetData, branch: str, column: str) -> None:
	if scope.covers(branch):
		return
	frappe.throw(
		_("Your posts give you no right to bring in {0} of {1}. Leave it out, or ask the secretary.").format(
			frappe.bold(f"「{sheet.name}」" + (f" {column}" if column else "")), frappe.bold(branch)
		),
		frappe.PermissionError,
	)


def _lock(branch: str) -> None:
	"""Two imports of one branch wait for each other, or both would insert the same rows."""
	frappe.db.get_value("Party Branch", branch, "name", for_update=True)


@contextmanager
def _all_or_nothing(result: ImportResult) -> Iterator[None]:
	"""Undo what happened inside if it ended in problems or in an error, and forget what was remembered of it."""
	frappe.db.savepoint(_SAVEPOINT)
	kept_notes = list(result.notes)
	done = False
	try:
		yield
		done = result.ok
	finally:
		if not done:
			frappe.db.rollback(save_point=_SAVEPOINT)
			# Names given inside are given again later, to other people.
			frappe.db.value_cache.clear()
			for doctypes in _DOCTYPES.values():
				for doctype in doctypes:
					frappe.clear_document_cache(doctype)
			forget_access()
			result.created = result.updated = result.unchanged = 0
			# What would have been noted of records rests on rows that could not be judged.
			result.notes = kept_notes


# --- sheet by sheet --------------------------------------------------------------------------------------------------


def _bring_in(book: YearWorkbook, result: ImportResult, report: Progress) -> None:
	setting = Setting(result.year, book.epoch)
	progress = _Progress(report, book)
	writer = Writer(result.year, Counts(), progress.one_more)
	context = Context(result.branch, result.year, Lookups(result.branch, result.year), writer)
	context.quarters = {sheet.layout.key: sheet.quarter for sheet in book.sheets if sheet.quarter}
	every_record: list[Record] = []
	for known in layout.SHEETS:
		sheet = book.sheet(known.key)
		if sheet is None or not sheet.rows:
			continue
		progress.begin(sheet)
		every_record += _bring_in_sheet(sheet, setting, context)
	opinions.bring_in_rest(context)
	result.problems.extend(problem for record in every_record for problem in record.problems)
	result.notes.extend(note for record in every_record for note in record.notes)
	result.notes.extend(context.notes)
	counts = context.writer.counts
	result.created, result.updated, result.unchanged = counts.created, counts.updated, counts.unchanged
	progress.finish()


class _Progress:
	"""Percent done, reckoned from the records that the rows are likely to make."""

	def __init__(self, report: Progress, book: YearWorkbook) -> None:
		self._report = report
		self._total = sum(self._records(sheet) for sheet in book.sheets) or 1
		self._before = self._done = 0
		self._shown = -1
		self._sheet: SheetData | None = None

	@staticmethod
	def _records(sheet: SheetData) -> int:
		return len(sheet.rows) * (_MONTHS if sheet.layout is layout.DUES else 1)

	def begin(self, sheet: SheetData) -> None:
		"""Begin a sheet; what it lacked of the reckoning is made up for."""
		if self._sheet:
			self._before += self._records(self._sheet)
		self._sheet, self._done = sheet, self._before
		self._show()

	def one_more(self) -> None:
		"""Count a record of the sheet."""
		self._done = min(self._done + 1, self._before + self._records(self._sheet))
		self._show()

	def finish(self) -> None:
		self._report(100, "")

	def _show(self) -> None:
		percent = 100 * self._done // self._total
		if percent != self._shown:
			self._shown = percent
			self._report(percent, self._sheet.name)


def _bring_in_sheet(sheet: SheetData, setting: Setting, context: Context) -> list[Record]:
	records = read_records(sheet, setting)
	if sheet.layout.key in _WITH_FACTS:
		facts = read_facts(sheet, setting)
		_WITH_FACTS[sheet.layout.key](records, context, facts)
		return [facts, *records]
	_BRING_IN[sheet.layout.key](records, context)
	return records


def outcome_rows(problems: list[Problem]) -> list[dict[str, Any]]:
	"""Return problems as rows of the table that the Desk shows, in the user's language."""
	return [
		{
			"sheet": problem.sheet,
			"row": problem.row,
			"column": problem.column,
			"value": problem.value,
			"reason": problem.text(_),
		}
		for problem in problems
	]
