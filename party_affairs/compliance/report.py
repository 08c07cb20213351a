"""The monthly Compliance Report: what a branch's year looked like when the month was over, frozen as a document."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import frappe
from frappe import _
from frappe.database.database import savepoint
from frappe.utils import now_datetime

from party_affairs.compliance.lines import Line
from party_affairs.compliance.run import BRANCHES_A_CHUNK, Check
from party_affairs.facts.duties import reports as stored
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation import tree
from party_affairs.guide import registry
from party_affairs.jobs import Progress, is_passing
from party_affairs.language import in_site_language
from party_affairs.rules.periods import parse, period_of, periods_between

REPORT = stored.REPORT
_SUBMITTED = 1
_NAME_LENGTH = 20
_WORST_SHOWN = 3
_OPEN = ("Missed", "Late", "Due")
_STATUS_ORDER = {"Missed": 0, "Late": 1, "Due": 2, "Planned": 3}
_SEVERITY_ORDER = {"Block": 0, "Warn": 1, "Info": 2}
_LINE_FIELDS = (
	*("rule", "citation", "title", "subject_name", "period_key", "status", "linked_to", "severity"),
	*("required", "found"),
	*("due_date", "message", "remedy"),
)


def day_of_report(period_key: str) -> date:
	"""Return the day as of which a month is reported: the first one after it, when all its periods have ended.

	On the month's own last day its duties are still running, so nothing of the month would count as missed. Raise
	RuleError for a period that does not exist.
	"""
	return parse(period_key).end + timedelta(days=1)


def freeze(
	period_key: str,
	as_of: date | None = None,
	branches: Sequence[str] | None = None,
	*,
	mailed: bool = True,
	commit: bool = False,
	progress: Progress | None = None,
) -> list[str]:
	"""Write the report of the month `period_key` (such as `2025-12`) for `branches` (default: all), and return the names.

	A report that exists is kept as it is and named in the result. One is written for every organisation that existed
	and kept records on `as_of` (default: see day_of_report). It is computed from the records as of that day and does
	not depend on when the check last ran, so a report written late says what it would have said in time. It lists what
	is not met so far in the year, and what falls due by the end of the month of `as_of`; that of a committee has the
	figures of all organisations below it as of the same day. An organisation that cannot be checked at all gets none
	now. Without `mailed` the reports are marked as not to be mailed. With `commit` every report is committed by itself.
	Raise RuleError for a period that does not exist.
	"""
	as_of = as_of or day_of_report(period_key)
	demanded = branch_facts.that_kept_records_before(as_of, branches)
	existing = _existing(period_key, demanded)
	missing = [branch for branch in demanded if branch not in existing]
	with in_site_language():
		written = _Freezing(period_key, as_of, missing, mailed, commit).run(progress) if missing else {}
	reports = {**existing, **written}
	return [reports[branch] for branch in demanded if branch in reports]


def missing_reports(period_key: str) -> bool:
	"""Whether an organisation that should have a report for the month has none."""
	demanded = branch_facts.that_kept_records_before(day_of_report(period_key))
	return len(_existing(period_key, demanded)) < len(demanded)


def missing_until(last: str, branches: Sequence[str] | None = None) -> dict[str, list[str]]:
	"""Return by month, up to the month `last`, those of `branches` (default: all) that lack its report: two queries.

	Reports begin with the month in which an organisation begins to keep records, or in which it was entered if it does not
	say that, and not before the guide's clauses bind.
	"""
	begun = stored.begun()
	if begun is None:
		return {}
	bound = min(clause.effective_from for clause in registry.clauses() if clause.evaluated)
	end = parse(last)
	first = min(max(begun, bound), end.start)
	return stored.lacking(periods_between("month", first, end.end), last, branches)


def _existing(period_key: str, branches: Sequence[str]) -> dict[str, str]:
	# A cancelled report counts as well: cancelling one does not ask for another.
	reports, wanted = stored.by_branch(period_key), set(branches)
	return {branch: name for branch, name in reports.items() if branch in wanted}


@dataclass(frozen=True)
class Standing:
	"""How an organisation stands on a day: the lines of its report in order, and how many findings the year has of each status.

	Of linked clauses an omission is counted once. `unchecked` says by clause why it could not be checked. Nothing at all is
	known of one that is `broken`.
	"""

	lines: list[Line] = field(default_factory=list)
	counts: Counter = field(default_factory=Counter)
	unchecked: dict[str, str] = field(default_factory=dict)
	broken: bool = False

	def add(self, line: Line) -> None:
		if not line.linked_to:
			self.counts[line.status] += 1

	def worst(self) -> str:
		"""Return the clauses that are missed, the gravest and most frequent first, each with how often."""
		missed = Counter(
			(_SEVERITY_ORDER[line.severity], line.rule, line.title)
			for line in self.lines
			if line.status == "Missed" and not line.linked_to
		)
		ordered = sorted(missed.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
		return "；".join(
			_("{clause} {title} ({number} items)").format(clause=rule, title=title, number=number)
			for (_severity, rule, title), number in ordered[:_WORST_SHOWN]
		)


class _Month:
	"""A month as it stands on a day: the checks that it takes, each made once."""

	def __init__(self, period_key: str, as_of: date) -> None:
		year = parse(period_key).start.year
		self.as_of, self.horizon = as_of, period_of("month", as_of).end
		self.this_year = Check(year)
		# In December what comes next belongs to the new year, of which nothing can be missed yet.
		self.next_year = Check(self.horizon.year) if self.horizon.year != year else None
		# An event of last year may still wait for its answer, such as a letter of transfer of December.
		self.last_year = Check(year - 1, kinds=("event",))

	def standings(self, chunk: Sequence[str]) -> dict[str, Standing]:
		"""Return how each of a chunk stands; one bad record costs its own organisation the report, and no other."""
		try:
			return self._standings(chunk)
		except Exception as error:
			if is_passing(error):
				raise
			if len(chunk) == 1:
				frappe.log_error(title=f"{chunk[0]} could not be checked for its report")
				return {chunk[0]: Standing(broken=True)}
		return {branch: self.standings([branch])[branch] for branch in chunk}

	def _standings(self, chunk: Sequence[str]) -> dict[str, Standing]:
		found = {branch: Standing() for branch in chunk}
		for line in self._judged(self.this_year, found):
			standing = found[line.branch]
			standing.add(line)
			if line.status in _OPEN or _falls_due(line, self.horizon):
				standing.lines.append(line)
		for line in self._judged(self.next_year, found) if self.next_year else ():
			if line.status in ("Due", "Planned") and _falls_due(line, self.horizon):
				found[line.branch].lines.append(line)
		asked_again = {(line.rule, line.subject) for standing in found.values() for line in standing.lines}
		for line in self._judged(self.last_year, found):
			if line.status in ("Due", "Missed") and (line.rule, line.subject) not in asked_again:
				found[line.branch].add(line)
				found[line.branch].lines.append(line)
		for standing in found.values():
			standing.lines.sort(key=_line_order)
		return found

	def _judged(self, check: Check, found: Mapping[str, Standing]) -> list[Line]:
		judged = check.judged(list(found), self.as_of)
		for branch, breakage in judged.unchecked:
			found[branch].unchecked[breakage.rule] = breakage.sentence
		return judged.lines


class _Freezing:
	"""The reports of a month that are missing, with all that has to be checked for them.

	Reports of committees come last, when everything below them has been checked in the same run.
	"""

	def __init__(
		self, period_key: str, as_of: date, missing: Sequence[str], mailed: bool, commit: bool
	) -> None:
		self.period_key, self.as_of, self.mailed, self.commit = period_key, as_of, mailed, commit
		self.missing = missing
		below = tree.below(missing)
		inside = sorted({name for names in below.values() for name in names})
		here = set(branch_facts.that_kept_records_before(as_of, inside)) if inside else set()
		self.below = {top: [name for name in names if name in here] for top, names in below.items()}
		self.written: dict[str, str] = {}

	def run(self, progress: Progress | None = None) -> dict[str, str]:
		"""Write the reports; return their names by organisation."""
		month = _Month(self.period_key, self.as_of)
		wanted = sorted({*self.missing, *(name for names in self.below.values() for name in names)})
		reported, later = set(self.missing), {}
		rows: dict[str, BelowRow] = {}
		for start in range(0, len(wanted), BRANCHES_A_CHUNK):
			chunk = wanted[start : start + BRANCHES_A_CHUNK]
			for branch, standing in month.standings(chunk).items():
				rows[branch] = BelowRow.of(branch, standing)
				if branch in reported and branch in self.below:
					later[branch] = standing
				elif branch in reported:
					self._write(branch, standing, ())
			if progress:
				progress(start + len(chunk), len(wanted))
		for branch, standing in later.items():
			self._write(branch, standing, [rows[name] for name in self.below[branch]])
		return self.written

	def _write(self, branch: str, standing: Standing, below: Sequence["BelowRow"]) -> None:
		if standing.broken:
			return
		self.written[branch] = _insert(self.period_key, self.as_of, branch, standing, below, self.mailed)
		if self.commit:
			frappe.db.commit()  # nosemgrep: each report stands for itself


class BelowRow(NamedTuple):
	"""What the report of a committee says of one organisation below it; field names are those of Compliance Report Branch."""

	branch: str
	met_count: int
	due_count: int
	late_count: int
	missed_count: int
	unchecked: str
	worst: str

	@classmethod
	def of(cls, branch: str, standing: Standing) -> "BelowRow":
		"""Return the figures that the organisation's own report of the day has."""
		unchecked = _("Everything") if standing.broken else "、".join(sorted(standing.unchecked))
		counts = (standing.counts[status] for status in ("Met", "Due", "Late", "Missed"))
		return cls(branch, *counts, unchecked, standing.worst())


def _falls_due(line: Line, horizon: date) -> bool:
	return line.status in ("Due", "Planned") and line.due_date is not None and line.due_date <= horizon


def _line_order(line: Line) -> tuple:
	return (
		_STATUS_ORDER[line.status],
		_SEVERITY_ORDER[line.severity],
		line.rule,
		line.period_start,
		line.subject_name,
		line.subject,
	)


def _insert(
	period_key: str, as_of: date, branch: str, standing: Standing, below: Sequence[BelowRow], mailed: bool
) -> str:
	counts = standing.counts
	report = frappe.new_doc(REPORT)
	report.update(
		{
			"branch": branch,
			"period_key": period_key,
			"as_of": as_of,
			"frozen_on": now_datetime(),
			"met_count": counts["Met"],
			"due_count": counts["Due"],
			"late_count": counts["Late"],
			"missed_count": counts["Missed"],
			"unchecked": _unchecked(standing),
			"below_count": len(below),
			"below_met_count": sum(row.met_count for row in below),
			"below_due_count": sum(row.due_count for row in below),
			"below_late_count": sum(row.late_count for row in below),
			"below_missed_count": sum(row.missed_count for row in below),
			"below_with_gaps": sum(1 for row in below if row.missed_count),
			"below_unchecked_count": sum(1 for row in below if row.unchecked),
			"not_mailed": int(not mailed),
			"docstatus": _SUBMITTED,
		}
	)
	# The check runs for everybody's branches, and every link comes straight from the records.
	report.flags.ignore_permissions = True
	report.flags.ignore_links = True
	# If another run wrote the same report a moment ago, that one stands: its name is the same.
	with savepoint(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		report.insert()
		_insert_rows(report, "lines", "Compliance Report Line", _LINE_FIELDS, standing.lines)
		_insert_rows(report, "below_rows", "Compliance Report Branch", BelowRow._fields, below)
	return report.name


def _unchecked(standing: Standing) -> str:
	"""Return a line for each clause that could not be checked, with the reason."""
	return "\n".join(
		_("{clause} {title}: {reason}").format(
			clause=rule, title=rule_facts.title_of(rule), reason=" ".join(standing.unchecked[rule].split())
		)
		for rule in sorted(standing.unchecked)
	)


def _insert_rows(report, table: str, doctype: str, columns: Sequence[str], found: Sequence) -> None:
	"""Write the rows of a table in one statement: as documents of their own they would take most of the night."""
	standard = {
		"creation": report.creation,
		"modified": report.modified,
		"owner": report.owner,
		"modified_by": report.modified_by,
		"docstatus": _SUBMITTED,
		"parent": report.name,
		"parenttype": REPORT,
		"parentfield": table,
	}
	rows = [
		(
			frappe.generate_hash(length=_NAME_LENGTH),
			idx,
			*standard.values(),
			*(getattr(row, column) for column in columns),
		)
		for idx, row in enumerate(found, 1)
	]
	if rows:
		frappe.db.bulk_insert(doctype, ("name", "idx", *standard, *columns), rows)
