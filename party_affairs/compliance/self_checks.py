"""Self-check sheets for many branches at once: made from the newest scheme, once a branch, kind and period."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from party_affairs import jobs
from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.duties import rules, self_checks, shown
from party_affairs.facts.evaluation import sheets
from party_affairs.guide import registry
from party_affairs.guide.data import in_force
from party_affairs.language import in_site_language
from party_affairs.rules.periods import Period, calendar_year, periods_between

BRANCHES_A_CHUNK = 20
HALVES = {"First Half": 0, "Second Half": 1}
_BY_ITSELF = ("Self-Check Sheet", "Six Haves")
"""Kinds of sheets that every branch fills in; an application is made by whoever applies."""


@dataclass(frozen=True)
class Made:
	"""Sheets that were made and that were there already."""

	created: tuple[str, ...] = ()
	existing: tuple[str, ...] = ()

	def __add__(self, other: "Made") -> "Made":
		return Made(self.created + other.created, self.existing + other.existing)


def period_of(year: int, half: str | None) -> Period:
	"""Return the period of a sheet: a year, or one of its halves by label."""
	whole = calendar_year(year)
	return periods_between("half_year", whole.start, whole.end)[HALVES[half]] if half else whole


def key_of(branch: str, kind: str, period: Period) -> str:
	"""Return what is unique of a sheet in the database: branch, kind (its label) and period, in fixed length."""
	return hashlib.sha256(f"{branch}\n{kind}\n{period.key}".encode()).hexdigest()


def scheme_for(kind: str, period: Period) -> Any:
	"""Return the scheme by which a sheet of a kind (its label) is made. Raise SelfCheckError if none is in use."""
	name = self_checks.newest_scheme(kind, period.end)
	if not name:
		frappe.throw(
			_("No scheme of {0} is in use for {1}. Ask the committee above to set one up.").format(
				frappe.bold(_(kind)), period.key
			),
			SelfCheckError,
		)
	return frappe.get_cached_doc(self_checks.SCHEME, name)


def lines_of(scheme: Any, period: Period) -> list[dict[str, Any]]:
	"""Return the lines of a new sheet: those of a clause only where it binds in the period and is not switched off."""
	asked = {number for number, row in rules.evaluated().items() if row.is_enabled}
	clauses = {clause.id: clause for clause in registry.all_clauses()}
	found = []
	for row in scheme.lines:
		clause = clauses.get(row.clause) if row.clause else None
		if row.clause and (clause is None or row.clause not in asked or not in_force(clause, period.end)):
			continue
		values = {
			field: row.get(field)
			for field in (
				"line_key",
				"clause",
				"heading",
				"question",
				"typical_evidence",
				"shown_facts",
				"measured",
			)
		}
		found.append({**values, "citation": clause.citation if clause else None, "work_state": "Not Ticked"})
	return found


def words(text: str | None) -> tuple[str, ...]:
	"""Return the words of a list that is kept in one field, divided by commas."""
	return tuple(part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip())


def show(branches: Sequence[str], period: Period, as_of: date, lines: Sequence) -> shown.Shown:
	"""Return what the records of `branches` show beside lines, as rows of a sheet or of a scheme."""
	facts = {key for line in lines for key in words(line.get("shown_facts"))}
	clauses = {number for line in lines for number in words(line.get("measured"))}
	return shown.show(branches, period.start, period.end, as_of, facts, clauses)


def sentences(found: shown.Shown, branch: str, line: Any) -> str:
	"""Return what stands beside a line, a sentence a line, in the language of the site."""
	with in_site_language():
		beside = found.beside(branch, words(line.get("shown_facts")), words(line.get("measured")))
		return "\n".join(one.sentence.text(_) for one in beside)


def make(
	year: int,
	branches: Sequence[str] | None,
	as_of: date,
	half: str | None = None,
	kinds: Sequence[str] = _BY_ITSELF,
	*,
	commit: bool = False,
) -> Made:
	"""Make the sheets of `branches` (default: all) for a year that are not there yet, with what the records show by `as_of`.

	A scheme that looks back on half-years makes the sheet of `half`, by default of the half in which `as_of` lies. No permission is
	checked. With `commit` each chunk of branches is committed. Raise SelfCheckError where no scheme is in use.
	"""
	names = sorted(sheets.branches(branches))
	plans = [_plan(kind, year, half, as_of) for kind in kinds]
	work = lambda chunk: _make_chunk(chunk, plans, as_of)  # noqa: E731
	parts = jobs.in_chunks(names, BRANCHES_A_CHUNK, work, commit=commit)
	return sum(parts, Made())


def _plan(kind: str, year: int, half: str | None, as_of: date) -> tuple[str, str | None, Period]:
	scheme = scheme_for(kind, calendar_year(year))
	if scheme.period != "Half Year":
		return kind, None, calendar_year(year)
	own = half or list(HALVES)[int(as_of.year > year or as_of.month > 6)]
	return kind, own, period_of(year, own)


def _make_chunk(
	branches: Sequence[str], plans: Sequence[tuple[str, str | None, Period]], as_of: date
) -> Made:
	created, existing = [], []
	for kind, half, period in plans:
		keys = {key_of(branch, kind, period): branch for branch in branches}
		there = self_checks.with_keys(keys)
		existing += [there[key] for key in keys if key in there]
		missing = [branch for key, branch in keys.items() if key not in there]
		if not missing:
			continue
		scheme = scheme_for(kind, period)
		lines = lines_of(scheme, period)
		found = show(missing, period, as_of, lines)
		for branch in missing:
			sheet = frappe.new_doc(self_checks.SHEET)
			sheet.update({"branch": branch, "kind": kind, "year": period.start.year, "half": half})
			sheet.flags.shown = found
			sheet.flags.ignore_permissions = True
			created.append(sheet.insert().name)
	return Made(tuple(created), tuple(existing))
