"""Dues as money of an organisation: what came in from members, from below and from above, what went out, and for what.

Only submitted documents count. `locked` reads what others have committed meanwhile, and keeps it as it is until the
transaction ends: a snapshot taken before a lock would not know what was spent while one waited for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Min, Sum

from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues.account import NOTHING, Collected, Movement, YearAccount

RECEIPT, REMITTANCE, EXPENSE, YEAR = (
	"Party Dues Receipt",
	"Party Dues Remittance",
	"Party Dues Expense",
	"Party Dues Year",
)
UP, DOWN = "Remitted Up", "Allocated Down"
SUBMITTED, CANCELLED = 1, 2

_BEFORE_ALL = date(1921, 7, 1)

OUTLAYS = ("remitted", "passed_down", "spent")
"""Kinds of sums (fields of `YearAccount`) that leave the account."""


@dataclass(frozen=True)
class DailySum:
	"""What one kind of money (a field of `YearAccount`) came to in an organisation on a day."""

	branch: str
	day: date
	kind: str
	amount: Decimal

	@property
	def movement(self) -> Movement:
		return Movement(self.day, -self.amount if self.kind in OUTLAYS else self.amount)


@dataclass(frozen=True)
class Books:
	"""How far the books of an organisation are closed.

	`first_year` and `opening` are those with which they begin (None and nothing where no year was opened), `last_closed`
	is the latest closed year with its `closing`.
	"""

	first_year: int | None = None
	opening: Decimal = NOTHING
	last_closed: int | None = None
	closing: Decimal = NOTHING

	@property
	def begins(self) -> date:
		"""The first day that is not covered by a closed year."""
		return date(self.last_closed + 1, 1, 1) if self.last_closed else _BEFORE_ALL

	@property
	def carried(self) -> Decimal:
		"""The balance with which that day begins."""
		return self.closing if self.last_closed else self.opening

	def carried_into(self, year: int) -> Decimal:
		"""The part of a year's opening that does not come from movements of open years: before the books begin, nothing."""
		return NOTHING if self.first_year and year < self.first_year else self.carried


def books(branches: Sequence[str], locked: bool = False, leaving_out: str | None = None) -> dict[str, Books]:
	"""Return by organisation how far its books are closed, as if the record `leaving_out` were not there: one query."""
	year = DocType(YEAR)
	query = (
		frappe.qb.from_(year)
		.select(year.branch, year.year, year.docstatus, year.opening_balance, year.closing_balance)
		.where(year.branch.isin(list(branches)) & (year.docstatus != CANCELLED))
		.where(year.name != (leaving_out or ""))
		.orderby(year.branch, year.year)
	)
	found: dict[str, Books] = {}
	for row in (query.for_update() if locked else query).run(as_dict=True):
		known = found.get(row.branch) or Books(row.year, yuan(row.opening_balance))
		if row.docstatus == SUBMITTED:
			known = Books(known.first_year, known.opening, row.year, yuan(row.closing_balance))
		found[row.branch] = known
	return {branch: found.get(branch, Books()) for branch in branches}


def daily_sums(
	branches: Sequence[str], first: date, last: date | None = None, locked: bool = False
) -> list[DailySum]:
	"""Return what moved in the organisations from `first` on (up to `last`), by day and kind: four queries."""
	receipt, remittance, expense = DocType(RECEIPT), DocType(REMITTANCE), DocType(EXPENSE)
	queries = (
		(receipt, receipt.branch, receipt.received_on, lambda _row: "collected"),
		(
			remittance,
			remittance.branch,
			remittance.paid_on,
			lambda row: "remitted" if row.kind == UP else "passed_down",
		),
		(
			remittance,
			remittance.to_branch,
			remittance.received_on,
			lambda row: "received" if row.kind == UP else "allocated",
		),
		(expense, expense.branch, expense.spent_on, lambda _row: "spent"),
	)
	found = []
	for table, branch, day, kind_of in queries:
		query = (
			frappe.qb.from_(table)
			.select(branch.as_("branch"), day.as_("day"), Sum(table.amount).as_("amount"))
			.where(branch.isin(list(branches)) & (table.docstatus == SUBMITTED) & (day >= first))
			.groupby(branch, day)
			.orderby(branch, day)
		)
		if table is remittance:
			query = query.select(table.kind).groupby(table.kind)
		if last:
			query = query.where(day <= last)
		rows = (query.for_update() if locked else query).run(as_dict=True)
		found += [DailySum(row.branch, row.day, kind_of(row), yuan(row.amount)) for row in rows]
	return found


def first_day(branch: str) -> date | None:
	"""Return the day of the earliest money of an organisation, None if there is none: four queries."""
	receipt, remittance, expense = DocType(RECEIPT), DocType(REMITTANCE), DocType(EXPENSE)
	days = []
	for table, of_branch, day in (
		(receipt, receipt.branch, receipt.received_on),
		(remittance, remittance.branch, remittance.paid_on),
		(remittance, remittance.to_branch, remittance.received_on),
		(expense, expense.branch, expense.spent_on),
	):
		days += (
			frappe.qb.from_(table)
			.select(Min(day))
			.where((of_branch == branch) & (table.docstatus == SUBMITTED))
			.run(pluck=True)
		)
	return min((day for day in days if day), default=None)


def drafts(branch: str, first: date, last: date) -> int:
	"""Return how many receipts, remittances and expenses of these days an organisation has not submitted: three queries."""
	days = {RECEIPT: "received_on", REMITTANCE: "paid_on", EXPENSE: "spent_on"}
	return sum(
		frappe.db.count(doctype, {"branch": branch, "docstatus": 0, day: ["between", (first, last)]})
		for doctype, day in days.items()
	)


def accounts(
	branches: Sequence[str], year: int, locked: bool = False, until: date | None = None
) -> dict[str, YearAccount]:
	"""Return the account of each organisation in a calendar year, closed or not, or in its days up to `until`: six queries."""
	if not branches:
		return {}
	known = books(branches, locked)
	start, end = date(year, 1, 1), until or date(year, 12, 31)
	# Of a closed year the opening is stored; what came before the books begin to be open need not be read again.
	first = min(start, *(row.begins for row in known.values()))
	sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: NOTHING))
	stored = _stored_openings(branches, year)
	for row in daily_sums(branches, first, end, locked):
		if row.day >= start:
			sums[row.branch][row.kind] += row.amount
		elif row.branch not in stored and row.day >= known[row.branch].begins:
			sums[row.branch]["opening"] += row.movement.amount
	found = {}
	for branch in branches:
		opening = stored[branch] if branch in stored else known[branch].carried_into(year)
		of_branch = dict(sums[branch])
		found[branch] = YearAccount(opening=opening + of_branch.pop("opening", NOTHING), **of_branch)
	return found


def states(branches: Sequence[str], year: int) -> dict[str, str]:
	"""Return by organisation the status of the record of a year, where there is one: one query."""
	table = DocType(YEAR)
	query = frappe.qb.from_(table).select(table.branch, table.status)
	of_year = table.branch.isin(list(branches)) & (table.year == year) & (table.docstatus != CANCELLED)
	return dict(query.where(of_year).run())


def number_reopened(branch: str, year: int) -> int:
	"""Return how often the year of an organisation was closed and reopened: one query."""
	return frappe.db.count(YEAR, {"branch": branch, "year": year, "docstatus": CANCELLED})


def other_record_of(branch: str, year: int, leaving_out: str) -> str | None:
	"""Return another record of a year of an organisation, None without one; cancelled ones are none: one query."""
	same = {"branch": branch, "year": year, "docstatus": ["!=", CANCELLED], "name": ["!=", leaving_out]}
	return frappe.db.get_value(YEAR, same, "name")


def _stored_openings(branches: Sequence[str], year: int) -> dict[str, Decimal]:
	table = DocType(YEAR)
	rows = (
		frappe.qb.from_(table)
		.select(table.branch, table.opening_balance)
		.where(table.branch.isin(list(branches)) & (table.year == year) & (table.docstatus == SUBMITTED))
	).run()
	return {branch: yuan(opening) for branch, opening in rows}


def spent_by_use(branches: Sequence[str], first: date, last: date) -> dict[tuple[str, str], Decimal]:
	"""Return what the organisations spent, by (organisation, label of the use): one query."""
	expense = DocType(EXPENSE)
	rows = (
		frappe.qb.from_(expense)
		.select(expense.branch, expense.use, Sum(expense.amount))
		.where(expense.branch.isin(list(branches)) & (expense.docstatus == SUBMITTED))
		.where((expense.spent_on >= first) & (expense.spent_on <= last))
		.groupby(expense.branch, expense.use)
	).run()
	return {(branch, use): yuan(amount) for branch, use, amount in rows}


def payers(branches: Sequence[str], first: date, last: date) -> dict[str, int]:
	"""Return by organisation how many members paid something there: one query."""
	receipt = DocType(RECEIPT)
	rows = (
		frappe.qb.from_(receipt)
		.select(receipt.branch, Count(receipt.member).distinct())
		.where(receipt.branch.isin(list(branches)) & (receipt.docstatus == SUBMITTED))
		.where((receipt.received_on >= first) & (receipt.received_on <= last))
		.groupby(receipt.branch)
	).run()
	return dict(rows)


def collected(branch: str, first: date, last: date, locked: bool = False) -> list[Collected]:
	"""Return by day what an organisation has to pass on a share of, or whole: its members' money and that from below.

	Two queries.
	"""
	receipt, remittance = DocType(RECEIPT), DocType(REMITTANCE)
	own = (
		frappe.qb.from_(receipt)
		.select(receipt.received_on, Sum(receipt.amount), Sum(receipt.large_voluntary_amount))
		.where((receipt.branch == branch) & (receipt.docstatus == SUBMITTED))
		.where((receipt.received_on >= first) & (receipt.received_on <= last))
		.groupby(receipt.received_on)
	)
	below = (
		frappe.qb.from_(remittance)
		.select(remittance.received_on, Sum(remittance.amount), Sum(remittance.large_voluntary_amount))
		.where((remittance.to_branch == branch) & (remittance.kind == UP))
		.where(remittance.docstatus == SUBMITTED)
		.where((remittance.received_on >= first) & (remittance.received_on <= last))
		.groupby(remittance.received_on)
	)
	queries = [query.for_update() if locked else query for query in (own, below)]
	rows = [row for query in queries for row in query.run()]
	return [Collected(yuan(amount) - yuan(large), yuan(large), day) for day, amount, large in rows]


def remitted_periods(branch: str, leaving_out: str | None = None, locked: bool = False) -> list:
	"""Return the submitted remittances upwards of an organisation with their periods and sums: one query."""
	remittance = DocType(REMITTANCE)
	query = (
		frappe.qb.from_(remittance)
		.select(
			*(remittance.name, remittance.period_from, remittance.period_to, remittance.collected_amount),
			*(remittance.correction_amount, remittance.large_voluntary_amount),
		)
		.where((remittance.branch == branch) & (remittance.kind == UP))
		.where((remittance.docstatus == SUBMITTED) & (remittance.name != (leaving_out or "")))
		.orderby(remittance.period_from)
	)
	return (query.for_update() if locked else query).run(as_dict=True)


def share_percent(branch: str) -> Decimal | None:
	"""Return the share that was set for an organisation, or for the nearest one above it; None if for none: one query."""
	table, below = DocType("Party Branch"), DocType("Party Branch").as_("below")
	rows = (
		frappe.qb.from_(table)
		.join(below)
		.on((table.lft <= below.lft) & (table.rgt >= below.rgt))
		.select(table.dues_share_percent)
		.where((below.name == branch) & (table.dues_share_percent > 0))
		.orderby(table.lft, order=frappe.qb.desc)
		.limit(1)
	).run(pluck=True)
	return Decimal(str(rows[0])) if rows else None


def in_transit(branches: Iterable[str], day: date) -> dict[str, Decimal]:
	"""Return by organisation what was paid to it up to a day and had not been confirmed on it: one query."""
	remittance = DocType(REMITTANCE)
	rows = (
		frappe.qb.from_(remittance)
		.select(remittance.to_branch, Sum(remittance.amount))
		.where(remittance.to_branch.isin(list(branches)) & (remittance.docstatus == SUBMITTED))
		.where(remittance.paid_on <= day)
		.where(remittance.received_on.isnull() | (remittance.received_on > day))
		.groupby(remittance.to_branch)
	).run()
	return {branch: yuan(amount) for branch, amount in rows}


def sum_of_receipts(names: Sequence[str]) -> Decimal:
	"""Return what receipts are over together, in yuan: one query."""
	amounts = frappe.get_all(RECEIPT, filters={"name": ["in", list(names)]}, pluck="amount", order_by="name")
	return sum(map(yuan, amounts), NOTHING)


def successor_of(doctype: str, name: str) -> str | None:
	"""Return the document in which a cancelled one goes on, None if there is none: one query."""
	return frappe.db.get_value(doctype, {"amended_from": name}, "name")
