"""The sheets that branches tick (自查表, 六有自查, 六好申报): what the check reads of them, and what evaluation does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.guide.duties import self_checks
from party_affairs.rules.duties.facts import CONFIRMED, TICKED, ApplicationFacts, SelfCheckFacts, Tick
from party_affairs.rules.periods import Period

SHEET, LINE, SCHEME = "Self Check", "Self Check Line", "Self Check Scheme"
KIND_LABELS: Mapping[str, str] = {
	self_checks.SELF_CHECK: "Self-Check Sheet",
	self_checks.SIX_HAVES: "Six Haves",
	self_checks.SIX_GOODS: "Six Goods",
}
"""The kinds of sheets by key, as the forms call them."""
KINDS: Mapping[str, str] = {label: key for key, label in KIND_LABELS.items()}
_STATES_THAT_COUNT = (TICKED, CONFIRMED)
_SHEET_FIELDS = (
	*("name", "branch", "kind", "status", "period_start", "period_end", "handed_up_on"),
	*("decision", "decided_on", "withdrawn_on"),
)


_DECISIONS = {"Approved": "approved_on", "Not Approved": "refused_on"}


class Ticked(NamedTuple):
	"""A line of a sheet as evaluation reads it.

	`kind`, `tick` and `state` are keys (`guide.duties.self_checks`, `rules.duties.facts`); `tick` is None while nothing is
	ticked. `sheet` is the name of the Self Check, `clause` None for a line of the committee's own.
	"""

	branch: str
	kind: str
	line_key: str
	clause: str | None
	tick: str | None
	state: str
	sheet: str
	period_start: date
	period_end: date


def of_year(branches: Sequence[str], year: Period) -> list:
	"""Return the sheets of `branches` that look back on `year` up to its end, each with its `lines`: two queries.

	A sheet of the first half-year is a look on the way and answers for no year.
	"""
	sheet = DocType(SHEET)
	return _with_lines(of_branches(branches), sheet.period_end == year.end)


def ticks(branches: Sequence[str], first: date, last: date) -> list[Ticked]:
	"""Return all lines of the sheets of `branches` whose period lies within `first` to `last`: two queries.

	They come by branch, kind of sheet, period and place on the sheet. Withdrawn applications are left out.
	"""
	sheet = DocType(SHEET)
	within = (sheet.period_start >= first) & (sheet.period_end <= last) & (sheet.status != "Withdrawn")
	return [
		Ticked(
			row.branch,
			KINDS[row.kind],
			line.line_key,
			line.clause,
			frappe.scrub(line.tick) if line.tick else None,
			frappe.scrub(line.work_state),
			row.name,
			row.period_start,
			row.period_end,
		)
		for row in _with_lines(of_branches(branches), within)
		for line in row.lines
	]


def _with_lines(which: Which, condition) -> list:
	sheet, line = DocType(SHEET), DocType(LINE)
	rows = (
		frappe.qb.from_(sheet)
		.select(*(sheet[field] for field in _SHEET_FIELDS))
		.where(which(sheet) & condition)
		.orderby(sheet.branch, sheet.kind, sheet.period_start, sheet.name)
	).run(as_dict=True)
	of_sheet: dict[str, list] = defaultdict(list)
	if rows:
		lines = (
			frappe.qb.from_(line)
			.select(line.parent, line.line_key, line.clause, line.tick, line.answered_on, line.work_state)
			.select(line.reviewed_on)
			.where(line.parent.isin([row.name for row in rows]) & (line.parenttype == SHEET))
			.orderby(line.parent, line.idx)
		).run(as_dict=True)
		for row in lines:
			of_sheet[row.parent].append(row)
	for row in rows:
		row.lines = of_sheet[row.name]
	return rows


def days(rows: Iterable) -> Iterable[tuple[str, date]]:
	"""Yield with its branch each day on which something of the sheets began to count."""
	for row in rows:
		named = [row.handed_up_on, row.decided_on, row.withdrawn_on]
		named += [day for line in row.lines for day in (line.answered_on, line.reviewed_on)]
		yield from ((row.branch, day) for day in named if day)


def facts(rows: Iterable, branches: Sequence[str], as_of: date) -> dict[str, SelfCheckFacts]:
	"""Return by branch what its sheets said on a day; an application is no self-check."""
	kinds: dict[str, set[str]] = defaultdict(set)
	lines: dict[str, dict[str, list[Tick]]] = defaultdict(lambda: defaultdict(list))
	for row in rows:
		kind = KINDS[row.kind]
		if kind == self_checks.SIX_GOODS:
			continue
		kinds[row.branch].add(kind)
		for line in row.lines:
			if line.clause:
				lines[row.branch][line.clause].append(_tick(line, as_of))
	return {
		branch: SelfCheckFacts(
			frozenset(kinds[branch]), {clause: tuple(found) for clause, found in lines[branch].items()}
		)
		for branch in branches
	}


def _tick(line, as_of: date) -> Tick:
	state = frappe.scrub(line.work_state)
	if not line.tick or state not in _STATES_THAT_COUNT or not line.answered_on or line.answered_on > as_of:
		return Tick(line.line_key)
	confirmed = state == CONFIRMED and line.reviewed_on is not None and line.reviewed_on <= as_of
	return Tick(line.line_key, frappe.scrub(line.tick), line.answered_on, confirmed)


def applications(rows: Iterable, branches: Sequence[str], as_of: date) -> dict[str, ApplicationFacts]:
	"""Return by branch how its application (六好) stood on a day."""
	found = dict.fromkeys(branches, ApplicationFacts())
	for row in rows:
		if KINDS[row.kind] != self_checks.SIX_GOODS:
			continue
		decided = {key: row.decided_on for label, key in _DECISIONS.items() if row.decision == label}
		named = {"handed_up_on": row.handed_up_on, "withdrawn_on": row.withdrawn_on, **decided}
		found[row.branch] = ApplicationFacts(
			**{key: day for key, day in named.items() if day and day <= as_of}
		)
	return found


# Sheets and schemes as such


def with_keys(keys: Iterable[str]) -> dict[str, str]:
	"""Return the sheets by their `sheet_key`, which stands for branch, kind and period: one query."""
	sheet = DocType(SHEET)
	query = frappe.qb.from_(sheet).select(sheet.sheet_key, sheet.name)
	return dict(query.where(sheet.sheet_key.isin(sorted(keys) or [""])).run())


def newest_scheme(kind: str, day: date) -> str | None:
	"""Return the newest version of a kind of sheet (its label) in use that binds on a day, None without one: one query."""
	filters = {"kind": kind, "is_active": 1, "effective_from": ["<=", day]}
	return frappe.db.get_value(SCHEME, filters, "name", order_by="version desc")


def last_version(kind: str) -> int:
	"""Return the number of the last version of a kind of sheet (its label), 0 without one: one query."""
	scheme = DocType(SCHEME)
	return frappe.qb.from_(scheme).select(Max(scheme.version)).where(scheme.kind == kind).run()[0][0] or 0


def shipped_versions() -> dict[tuple[str, int], str]:
	"""Return the schemes from the guide by kind (its label) and version: one query."""
	rows = frappe.get_all(SCHEME, filters={"is_shipped": 1}, fields=["kind", "shipped_version", "name"])
	return {(row.kind, row.shipped_version): row.name for row in rows}


def is_used(scheme: str) -> bool:
	"""Whether a sheet was made with a scheme: one query."""
	return bool(frappe.db.get_value(SHEET, {"scheme": scheme}, "name"))


def clauses_of_keys(kind: str, leaving_out: str) -> dict[str, str | None]:
	"""Return by line key the clause it stands for, in all versions of a kind of sheet (its label) but one: one query."""
	scheme, line = DocType(SCHEME), DocType("Self Check Scheme Line")
	rows = (
		frappe.qb.from_(line)
		.join(scheme)
		.on(scheme.name == line.parent)
		.select(line.line_key, line.clause)
		.where((scheme.kind == kind) & (scheme.name != leaving_out))
	).run()
	return dict(rows)


# Overview


def overview(which: Which, first: date, last: date) -> list[dict[str, Any]]:
	"""Return the sheets whose period ends from `first` to `last`, with their lines counted: three queries.

	Rows have name, branch, kind, status, period_end, handed_up_on, by scrubbed label the number of lines of each work state
	and each tick, and `unproved`, the number of those answered with Yes that have no evidence.
	"""
	sheet, line, evidence = DocType(SHEET), DocType(LINE), DocType("Evidence Link")
	rows = (
		frappe.qb.from_(sheet)
		.select(sheet.name, sheet.branch, sheet.kind, sheet.status, sheet.period_end, sheet.handed_up_on)
		.where(which(sheet) & sheet.period_end[first:last])
		.orderby(sheet.branch, sheet.kind, sheet.period_end)
	).run(as_dict=True)
	by_name = {row.name: row for row in rows}
	names = sorted(by_name) or [""]
	counted = (
		frappe.qb.from_(line)
		.select(line.parent, line.work_state, line.tick, Count(line.name))
		.where(line.parent.isin(names) & (line.parenttype == SHEET))
		.groupby(line.parent, line.work_state, line.tick)
	).run()
	for name, state, tick, number in counted:
		for label in (state, tick):
			if label:
				by_name[name][frappe.scrub(label)] = by_name[name].get(frappe.scrub(label), 0) + number
	proved = (line.parent == evidence.parent) & (line.line_key == evidence.line_key)
	unproved = (
		frappe.qb.from_(line)
		.left_join(evidence)
		.on(proved & (evidence.parenttype == SHEET))
		.select(line.parent, Count(line.name))
		.where(line.parent.isin(names) & (line.parenttype == SHEET) & (line.tick == "Yes"))
		.where(evidence.name.isnull())
		.groupby(line.parent)
	).run()
	for name, number in unproved:
		by_name[name].unproved = number
	return rows
