"""Which rows a ledger is about: the year and the branches asked for, kept to what the reader may see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from party_affairs.arguments import parse_day
from party_affairs.checks.dates import check_year
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.permissions import Scope, scope_for
from party_affairs.rules.periods import Period, period_of


@dataclass(frozen=True)
class Selection:
	"""The year, and the branches in the order of the tree, that one reader asked for and may see whole."""

	doctype: str
	user: str | None
	ptype: str
	year: Period
	branch: str | None
	branches: Mapping[str, Any]
	filters: Mapping[str, Any]
	sums: bool = False
	board: bool = False
	goes_on: bool = False

	@property
	def as_of(self) -> date:
		"""The day that the ledger names, and for which it answers: what happened later is not in it.

		It is the one asked for, else the last of the year, or today where the ledger `goes_on`; today if that is earlier.
		"""
		today = getdate(nowdate())
		asked = self.filters.get("as_of")
		return min(parse_day(asked) if asked else today if self.goes_on else self.year.end, today)

	@property
	def until(self) -> date:
		"""The last day of the year that the ledger tells of."""
		return min(self.as_of, self.year.end)

	@property
	def shows_branch(self) -> bool:
		"""Whether rows have to say which branch they belong to."""
		return len(self.branches) > 1

	def scope(self, doctype: str | None = None, permlevel: int = 0) -> Scope:
		"""Return the reader's scope of `doctype` (default: the ledger's own) within the selected branches.

		Own rows of other branches are left out: a ledger is a branch's, not a member's. Sensitive fields have the right
		to read alone, which stands for printing as well.
		"""
		ptype = "read" if permlevel else self.ptype
		scope = scope_for(
			doctype or self.doctype,
			ptype=ptype,
			user=self.user,
			permlevel=permlevel,
			sums=self.sums,
			board=self.board,
		)
		allowed = (
			frozenset(self.branches) if scope.unrestricted else scope.branches & frozenset(self.branches)
		)
		seats = allowed if scope.unrestricted else scope.seats & allowed
		return replace(scope, unrestricted=False, member=None, branches=allowed, seats=seats, only_reads=True)

	def rows_of(self, table):
		"""Return the criterion that keeps a DocType's table to the selected branches within the reader's scope of it.

		It is what functions of `facts/` ask for as `which`.
		"""
		return self.scope(_doctype_of(table)).criterion(table)

	def position(self, branch: str) -> int:
		"""Return the place of a branch in the tree, for sorting."""
		return self.branches[branch].lft

	def name_of(self, branch: str) -> str:
		row = self.branches[branch]
		return row.short_name or row.name

	def filter(self, fieldname: str, choices: Collection[str] = ()) -> str | None:
		"""Return an optional filter's value, None if it is empty. Raise ValidationError if it is not one of `choices`."""
		value = self.filters.get(fieldname) or None
		if value is not None and choices and value not in choices:
			frappe.throw(
				_("{0} is no valid choice for the filter {1}.").format(
					frappe.bold(value), frappe.bold(fieldname)
				)
			)
		return value

	def first_day(self) -> date:
		"""Return the first day of the years that a ledger of several years tells of: the filter `from_year`, else its year."""
		asked = self.filters.get("from_year")
		if asked in (None, ""):
			return self.year.start
		first = date(check_year(cint(asked)), 1, 1)
		if first > self.year.start:
			frappe.throw(
				_("The first year, {0}, cannot be later than the last, {1}.").format(
					first.year, self.year.start.year
				)
			)
		return first

	def subtitle(self) -> str:
		"""Return whose ledger it is."""
		if self.branch:
			if self.shows_branch:
				return _("{0} and its organisations").format(self.branch)
			return self.branch
		if len(self.branches) == 1:
			return next(iter(self.branches))
		return _("{0} Party organisations").format(len(self.branches))


def select(
	doctype: str,
	filters: Mapping[str, Any] | None,
	user: str | None = None,
	ptype: str = "read",
	*,
	sums: bool = False,
	years_ahead: int = 0,
	board: bool = False,
	goes_on: bool = False,
) -> Selection:
	"""Return the selection for `filters` (`branch`, `year` and the ledger's own; a missing year means the current one).

	A committee or general branch stands for its whole subtree. With `sums` nothing is shown but sums of the rows, which
	committees above see also where the rows stay within their branch; with `board` it is what hangs on the branch's board,
	where its members read it too. `as_of`, a day, stands for its year. A ledger of what is still seen to after the year
	`goes_on`: of a year that is over it names today. What is prepared beforehand may be of a year that lies `years_ahead`. Raise PermissionError if the reader sees no branch whole,
	or not the one asked for, and ValidationError for a year that is none or still to come.
	"""
	filters = frappe._dict(filters or {})
	scope = scope_for(doctype, ptype=ptype, user=user, sums=sums)
	# A reader in charge of branches gets theirs; the sheet of the own branch if it is asked for.
	board = board and bool(filters.branch or not (scope.unrestricted or scope.branches))
	if board:
		scope = scope_for(doctype, ptype=ptype, user=user, sums=sums, board=True)
	if filters.branch:
		scope.check_branch(filters.branch)
	elif not (scope.unrestricted or scope.branches):
		replace(scope, member=None).check_not_empty()
	return Selection(
		doctype=doctype,
		user=user,
		ptype=ptype,
		year=period_of("year", date(_year_of(filters, years_ahead), 1, 1)),
		branch=filters.branch or None,
		branches=_load_branches(scope, filters.branch),
		filters=filters,
		sums=sums,
		board=board,
		goes_on=goes_on,
	)


def _year_of(filters: Mapping[str, Any], years_ahead: int) -> int:
	if filters.get("as_of"):
		return check_year(parse_day(filters["as_of"]).year)
	year = filters.get("year")
	return getdate(nowdate()).year if year in (None, "") else check_year(cint(year), years_ahead)


def _load_branches(scope: Scope, branch: str | None) -> dict[str, Any]:
	seen_whole = replace(scope, doctype="Party Branch", member=None)
	rows = branch_facts.subtree(seen_whole.criterion, top=branch)
	if branch and not rows:
		frappe.throw(
			_("Party organisation {0} does not exist.").format(frappe.bold(branch)), frappe.DoesNotExistError
		)
	return {row.name: row for row in rows}


def readable(table):
	"""Return the criterion that keeps a DocType's table to the rows that the caller may read, whatever the branch.

	It is what functions of `facts/` ask for as `which`.
	"""
	return scope_for(_doctype_of(table)).criterion(table)


def _doctype_of(table) -> str:
	"""The DocType whose table it is, also where the query calls it by another name."""
	return table._table_name.removeprefix("tab")
