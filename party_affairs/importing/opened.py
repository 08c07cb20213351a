"""A workbook that is about to be brought in: whose it is, of which year, and whether the caller may."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.facts.criteria import every
from party_affairs.facts.organisation.branches import subtree
from party_affairs.importing import exports, workbook
from party_affairs.importing.names import find_branch
from party_affairs.importing.normalise import is_empty, is_masked
from party_affairs.importing.outcome import ImportResult
from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.importing.tables import Answer
from party_affairs.importing.wording import Words, guide_words
from party_affairs.importing.words import words_for
from party_affairs.importing.workbook import SheetData, YearWorkbook
from party_affairs.permissions import forget_access, scope_for
from party_affairs.rules.message import Message
from party_affairs.transactions import back_to

DOCTYPES = {
	"roster": ("Party Member",),
	"posts": ("Party Post",),
	"plan": ("Party Annual Plan",),
	"meetings": ("Party Meeting",),
	"dues": ("Dues Assessment", "Party Dues Entry"),
	"pairings": ("Contacted Person", "Contact Pairing"),
	"activities": ("Public Welfare Activity",),
	"opinions": ("Party Meeting",),
	"events": ("Party Member Event",),
	"talks": ("Heart Talk",),
	"reports": ("Thought Report",),
	"reviews": ("Party Life Review",),
	"appraisal": ("Democratic Appraisal",),
	"development": ("Party Development Case",),
	"trainings": ("Party Training",),
	"honours": ("Honour",),
	"raised_opinions": ("Raised Opinion",),
}
"""What the rows of a sheet become."""

_SENSITIVE = {
	"roster": ("id_number", "address"),
	"dues": ("base",),
	"pairings": ("address", "phone", "family"),
	"events": ("details",),
}
"""Columns whose fields stand at permission level 1: a caller without that right would lose them unnoticed."""

_SUBMITTED = ("meetings", "opinions", "appraisal", "honours")
"""Sheets whose documents are submitted."""

_SAVEPOINT = "party_year_import"


@dataclass
class Opened:
	"""A workbook that was read, and what is known of its import so far.

	`refused_whole` says that it is not the workbook that it should be, so that nothing of it may be brought in.
	"""

	result: ImportResult = field(default_factory=ImportResult)
	book: YearWorkbook = field(default_factory=YearWorkbook)
	refused_whole: bool = False
	words: Words = field(default_factory=guide_words)
	"""By which it was read."""

	@property
	def can_be_judged(self) -> bool:
		"""Whether branch and year are known, without which no row can be."""
		return bool(self.book.sheets) and self.result.branch is not None and self.result.year is not None

	def refuse(self, problem: Problem) -> None:
		"""Refuse the workbook as a whole."""
		self.refused_whole = True
		self.result.problems.append(problem)

	def leave_out_refused_sheets(self) -> None:
		"""Take out the sheets that have a problem above their rows, such as a column that is missing."""
		self.book.sheets = [sheet for sheet in self.book.sheets if not self._is_refused(sheet)]

	def _is_refused(self, sheet: SheetData) -> bool:
		return any(
			problem.sheet in sheet.tabs and (problem.row is None or problem.row <= sheet.header_row)
			for problem in self.book.problems
		)

	def leave_out_sheets_without_right(self) -> None:
		"""Take out the sheets that the caller may not bring in, and say so."""
		allowed = []
		for sheet in self.book.sheets:
			try:
				_check_sheet(sheet, self.result.branch)
				allowed.append(sheet)
			except frappe.PermissionError:
				reason = Message("Your posts give you no right to bring in this sheet. It was left out.")
				self.result.problems.append(Problem(sheet.name, None, "", "", reason))
		self.book.sheets = allowed


def open_workbook(
	content: bytes, branch: str | None, year: int | None, hidden_rows: Answer = "ask"
) -> Opened:
	"""Read a workbook by its branch's words and settle whose it is; what is wrong with it stands among the problems of its result."""
	opened = Opened()
	result = opened.result
	export = exports.recognise(content)
	if export and export.refusal:
		opened.refuse(export.refusal)
		return opened
	if export and export.is_unchanged:
		result.branch, result.year = branch or export.organisation, year or export.year
		result.unchanged = len(export.unchanged)
		result.notes.append(export.note())
		return opened
	try:
		book = opened.book = _read(content, branch, hidden_rows, opened)
	except WorkbookError as error:
		opened.refused_whole = True
		result.problems.extend(error.problems)
		return opened
	if export:
		export.leave_out_unchanged(book)
	result.problems.extend(book.problems)
	result.notes.extend(book.notes)
	result.titles = book.titles
	result.personal = any(sheet.layout.personal and sheet.rows for sheet in book.sheets)
	opened.refused_whole = any(not problem.sheet for problem in book.problems)
	result.branch = _settle_branch(opened, branch)
	result.year = _settle_year(opened, year)
	if result.year and result.year > getdate(nowdate()).year:
		opened.refuse(file_problem("The year {year} has not begun yet.", year=result.year))
	return opened


def _read(content: bytes, branch: str | None, hidden_rows: Answer, opened: Opened) -> YearWorkbook:
	"""Return the workbook as its branch's words have it; where only its titles say whose it is, it is read twice."""
	opened.words = words_for(branch)
	book = workbook.read(content, opened.words, hidden_rows=hidden_rows)
	if branch:
		return book
	known = [(row.branch_name, row.short_name) for row in subtree(every)]
	found = {name for _sheet, text in book.branch_texts for name in find_branch(text, known)}
	opened.words = words_for(found.pop()) if len(found) == 1 else opened.words
	return (
		book
		if opened.words is guide_words()
		else workbook.read(content, opened.words, hidden_rows=hidden_rows)
	)


# --- whose workbook --------------------------------------------------------------------------------------------------


def _settle_branch(opened: Opened, given: str | None) -> str | None:
	"""Return the branch, given or found by the title rows; titles that name another one are a problem."""
	book = opened.book
	branches = subtree(every)
	known = [(row.branch_name, row.short_name) for row in branches]
	named = {text: find_branch(text, known) for _sheet, text in book.branch_texts}
	if not given:
		found = sorted({name for names in named.values() for name in names})
		if len(found) != 1:
			opened.refuse(
				file_problem(
					"The title rows do not say whose workbook it is. Choose the branch, or write its full name above the table."
				)
			)
			return None
		given = found[0]
	if given not in {row.branch_name for row in branches}:
		opened.refuse(file_problem("There is no Party organisation called {branch}.", branch=given))
		return None
	for sheet, text in book.branch_texts:
		if named[text] and given not in named[text]:
			reason = Message("The title names another organisation than {branch}.", branch=given)
			opened.refuse(Problem(sheet, None, "", text, reason))
	if any(row.is_group for row in branches if row.branch_name == given):
		opened.refuse(file_problem("{branch} is a committee. Workbooks are kept by branches.", branch=given))
	return given


def _settle_year(opened: Opened, given: int | None) -> int | None:
	book = opened.book
	years = sorted({year for _sheet, year in book.years})
	if not given:
		if len(years) != 1:
			opened.refuse(
				file_problem(
					"The title rows do not name one year. Choose the year, or write it above the tables."
				)
			)
			return None
		return years[0]
	for sheet, year in book.years:
		if year != given:
			reason = Message("The title names {year}, not {given}.", year=year, given=given)
			opened.refuse(Problem(sheet, None, "", str(year), reason))
	return int(given)


def check_rights(book: YearWorkbook, branch: str) -> None:
	"""Raise PermissionError unless the caller may write all that the sheets hold."""
	for sheet in book.sheets:
		_check_sheet(sheet, branch)


def _check_sheet(sheet: SheetData, branch: str) -> None:
	if not sheet.rows:
		return
	for doctype in DOCTYPES[sheet.layout.key]:
		for ptype in ("create", "write", *(("submit",) if sheet.layout.key in _SUBMITTED else ())):
			_check_scope(scope_for(doctype, ptype), sheet, branch, "")
		for key in _SENSITIVE.get(sheet.layout.key, ()):
			if any(not _says_nothing(row.cells.get(key)) for row in sheet.rows):
				_check_scope(scope_for(doctype, "write", permlevel=1), sheet, branch, sheet.headings[key])


def _says_nothing(value: Any) -> bool:
	"""Whether a cell changes no field: an empty one, and one whose value is masked."""
	return is_empty(value) or is_masked(value)


def _check_scope(scope, sheet: SheetData, branch: str, column: str) -> None:
	if scope.covers(branch):
		return
	frappe.throw(
		_("Your posts give you no right to bring in {0} of {1}. Leave it out, or ask the secretary.").format(
			frappe.bold(f"「{sheet.name}」" + (f" {column}" if column else "")), frappe.bold(branch)
		),
		frappe.PermissionError,
	)


def lock(branch: str) -> None:
	"""Two imports of one branch wait for each other, or both would insert the same rows."""
	frappe.db.get_value("Party Branch", branch, "name", for_update=True)


@contextmanager
def all_or_nothing(result: ImportResult, keep: bool = True) -> Iterator[None]:
	"""Undo what happened inside unless the result stands and is to be kept, and forget what was remembered of it."""
	frappe.db.savepoint(_SAVEPOINT)
	kept_notes = list(result.notes)
	done = False
	try:
		yield
		done = keep and result.stands
	finally:
		if not done:
			back_to(_SAVEPOINT)
			# Names given inside are given again later, to other people.
			frappe.db.value_cache.clear()
			for doctypes in DOCTYPES.values():
				for doctype in doctypes:
					frappe.clear_document_cache(doctype)
			forget_access()
			result.created = result.updated = result.unchanged = 0
			# What would have been noted of records rests on rows that could not be judged.
			result.notes = kept_notes
