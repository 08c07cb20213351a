"""The Compliance Report: what a branch's year looked like when a month, quarter, half-year or year was over, frozen as a document.

A report that the committee above returned is frozen anew, as a second version, when the records are put right; the first stays.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.database.database import savepoint
from frappe.utils import add_days, getdate, now_datetime, nowdate

from party_affairs import settings
from party_affairs.compliance.run import BRANCHES_A_CHUNK
from party_affairs.compliance.standing import PeriodAsOf, Standing
from party_affairs.facts.duties import reports as stored
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation import tree
from party_affairs.guide import registry
from party_affairs.jobs import Progress
from party_affairs.language import in_site_language
from party_affairs.rules.duties import reports as rules
from party_affairs.rules.periods import Period, parse, period_of, periods_between

REPORT = stored.REPORT
HANDED_UP, RETURNED, ACKNOWLEDGED = "Handed Up", "Returned", "Acknowledged"
CORRECTED, FILED = "Corrected", "Filed"
KIND_LABELS = {"month": "Month", "quarter": "Quarter", "half_year": "Half Year", "year": "Year"}
_SUBMITTED = 1
_NAME_LENGTH = 20
_LINE_FIELDS = (
	*(
		"rule",
		"citation",
		"title",
		"subject",
		"subject_name",
		"period_key",
		"status",
		"linked_to",
		"severity",
	),
	*("required", "found"),
	*("due_date", "message", "remedy"),
)
_EXPLAINED = ("rule", "explanation", "written_by", "written_on")


def day_of_report(period_key: str) -> date:
	"""Return the day as of which a period is reported: the first one after it, when all that it asks for has ended.

	On the period's own last day its duties are still running, so nothing of it would count as missed. Raise
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
	"""Write the report of the period `period_key` (such as `2025-12`, `2025-Q4`) for `branches` (default: all), and return the names.

	A report that exists is kept as it is and named in the result. One is written for every organisation that existed
	and kept records on `as_of` (default: see day_of_report). It is computed from the records as of that day and does
	not depend on when the check last ran, so a report written late says what it would have said in time. It lists what
	is not met so far in the year, what falls due next, and what changed since the report before; that of a committee has the
	figures of all organisations below it as of the same day. An organisation that cannot be checked at all gets none
	now. Without `mailed` the reports are filed: neither mailed nor handed up. With `commit` every report is committed by itself.
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


def freeze_again(name: str, *, commit: bool = False) -> str | None:
	"""Write the next version of the report `name` from the records as they are now, as of the same day; return its name.

	The report stays as it was and names the one that replaces it. None if the organisation cannot be checked now.
	"""
	report = frappe.get_doc(REPORT, name)
	with in_site_language():
		freezing = _Freezing(
			report.period_key, getdate(report.as_of), [report.branch], True, commit, {report.branch: report}
		)
		return freezing.run().get(report.branch)


def last_periods(day: date) -> tuple[Period, ...]:
	"""Return of each kind of which reports are made the period that ended last before `day`."""
	return tuple(
		period_of(kind, period_of(kind, day).start - timedelta(days=1)) for kind in settings.report_kinds()
	)


def missing_reports(period_key: str) -> bool:
	"""Whether an organisation that should have a report for the period has none."""
	demanded = branch_facts.that_kept_records_before(day_of_report(period_key))
	return len(_existing(period_key, demanded)) < len(demanded)


def missing_until(last: str, branches: Sequence[str] | None = None) -> dict[str, list[str]]:
	"""Return by period, of all that are over with the month `last`, those of `branches` (default: all) that lack its report.

	Two queries, beside the settings that say which periods are reported. They are ordered by their last day. Reports begin with the
	month in which an organisation begins to keep records, or in which it was entered if it does not
	say that, and not before the guide's clauses bind.
	"""
	begun = stored.begun()
	if begun is None:
		return {}
	bound = min(clause.effective_from for clause in registry.clauses() if clause.evaluated)
	end = parse(last).end
	first = min(max(begun, bound), parse(last).start)
	over = [
		period
		for kind in settings.report_kinds()
		for period in periods_between(kind, first, end)
		if period.end <= end
	]
	latest = {period.key for period in last_periods(end + timedelta(days=1))}
	return stored.lacking(
		sorted(over, key=lambda period: (period.end, -period.start.toordinal())), latest, branches
	)


def _existing(period_key: str, branches: Sequence[str]) -> dict[str, str]:
	# A cancelled report counts as well: cancelling one does not ask for another.
	reports, wanted = stored.by_branch(period_key), set(branches)
	return {branch: name for branch, name in reports.items() if branch in wanted}


@dataclass
class _Freezing:
	"""The reports of a period that are missing, with all that has to be checked for them.

	Reports of committees come last, when everything below them has been checked in the same run. `replaced` are by branch the reports
	of which the next version is written.
	"""

	period_key: str
	as_of: date
	missing: Sequence[str]
	mailed: bool
	commit: bool
	replaced: Mapping[str, Any] = field(default_factory=dict)

	def __post_init__(self) -> None:
		below = tree.below(self.missing)
		inside = sorted({name for names in below.values() for name in names})
		here = set(branch_facts.that_kept_records_before(self.as_of, inside)) if inside else set()
		self.below = {top: [name for name in names if name in here] for top, names in below.items()}
		self.above = tree.directly_above(self.missing)
		self.acknowledge_by = add_days(getdate(nowdate()), settings.days_to_acknowledge())
		self.written: dict[str, str] = {}

	def run(self, progress: Progress | None = None) -> dict[str, str]:
		"""Write the reports; return their names by organisation."""
		period = PeriodAsOf(self.period_key, self.as_of)
		wanted = sorted({*self.missing, *(name for names in self.below.values() for name in names)})
		reported, later = set(self.missing), {}
		rows: dict[str, BelowRow] = {}
		for start in range(0, len(wanted), BRANCHES_A_CHUNK):
			chunk = wanted[start : start + BRANCHES_A_CHUNK]
			for branch, standing in period.standings(chunk).items():
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
		values = {
			"branch": branch,
			"period_key": self.period_key,
			"period_kind": KIND_LABELS[parse(self.period_key).kind],
			"as_of": self.as_of,
			"version": 1,
			"not_mailed": int(not self.mailed),
			"status": FILED,
			**_figures(standing),
			**_sums(standing, below),
		}
		if self.mailed and self.above.get(branch):
			values.update({"status": HANDED_UP, "acknowledge_by": self.acknowledge_by})
		before = self.replaced.get(branch)
		if before:
			values.update({"version": (before.version or 1) + 1, "replaces": before.name})
		self.written[branch] = _insert(values, standing, below, before)
		if self.commit:
			frappe.db.commit()  # nosemgrep: each report stands for itself


class BelowRow(NamedTuple):
	"""What the report of a committee says of one organisation below it; field names are those of Compliance Report Branch."""

	branch: str
	met_count: int
	due_count: int
	late_count: int
	missed_count: int
	carried_missed_count: int
	missed_before: str
	last_record_on: date | None
	is_silent: int
	cells: str
	unchecked: str
	worst: str

	@classmethod
	def of(cls, branch: str, standing: Standing) -> "BelowRow":
		"""Return the figures that the organisation's own report of the day has."""
		unchecked = _("Everything") if standing.broken else "、".join(sorted(standing.unchecked))
		counts = (standing.counts[status] for status in ("Met", "Due", "Late", "Missed"))
		return cls(
			branch,
			*counts,
			standing.carried["Missed"],
			str(standing.before.missed_count) if standing.before else "",
			standing.last_record_on,
			int(standing.is_silent),
			_cells(standing),
			unchecked,
			standing.worst(),
		)


def _cells(standing: Standing) -> str:
	"""Return the figures by clause as they are stored: JSON of met, late, missed, due."""
	return json.dumps(rules.cells(standing.cells), separators=(",", ":"))


def read_cells(text: str | None) -> dict[str, rules.Cell]:
	"""Return the figures by clause that a report or one of its rows stores; none of a report of version 0.9."""
	return {rule: rules.Cell(*numbers) for rule, numbers in json.loads(text or "{}").items()}


def _figures(standing: Standing) -> dict[str, Any]:
	"""Return the organisation's own figures."""
	counts, before = standing.counts, standing.before
	compared = before and {
		"previous": before.name,
		**{f"previous_{name}_count": before[f"{name}_count"] for name in ("met", "late", "missed", "due")},
		"previous_below_missed_count": before.below_missed_count,
	}
	return {
		"met_count": counts["Met"],
		"due_count": counts["Due"],
		"late_count": counts["Late"],
		"missed_count": counts["Missed"],
		"carried_missed_count": standing.carried["Missed"],
		"carried_due_count": standing.carried["Due"],
		"period_met_count": standing.of_period["Met"],
		"period_late_count": standing.of_period["Late"],
		"period_missed_count": standing.of_period["Missed"],
		"new_missed_count": len(standing.new_gaps),
		"made_good_count": len(standing.made_good),
		"last_record_on": standing.last_record_on,
		"is_silent": int(standing.is_silent),
		"cells": _cells(standing),
		"unchecked": _unchecked(standing),
		**(compared or {}),
	}


def _sums(standing: Standing, below: Sequence[BelowRow]) -> dict[str, int]:
	"""Return what the organisations below come to, and the headline that counts everything."""
	missed = sum(row.missed_count for row in below)
	carried = sum(row.carried_missed_count for row in below)
	return {
		"below_count": len(below),
		"below_met_count": sum(row.met_count for row in below),
		"below_due_count": sum(row.due_count for row in below),
		"below_late_count": sum(row.late_count for row in below),
		"below_missed_count": missed,
		"below_with_gaps": sum(1 for row in below if row.missed_count),
		"below_unchecked_count": sum(1 for row in below if row.unchecked),
		"below_silent_count": sum(row.is_silent for row in below),
		"all_missed_count": standing.counts["Missed"] + standing.carried["Missed"] + missed + carried,
	}


def _insert(values: dict[str, Any], standing: Standing, below: Sequence[BelowRow], before: Any) -> str:
	report = frappe.new_doc(REPORT)
	report.update({**values, "frozen_on": now_datetime(), "docstatus": _SUBMITTED})
	# The check runs for everybody's branches, and every link comes straight from the records.
	report.flags.ignore_permissions = True
	report.flags.ignore_links = True
	new = {line.key for line in standing.new_gaps}
	# If another run wrote the same report a moment ago, that one stands: its name is the same.
	with savepoint(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		report.insert()
		lines = ((*_values(line, _LINE_FIELDS), int(line.key in new)) for line in standing.lines)
		_insert_rows(report, "lines", stored.LINE, (*_LINE_FIELDS, "newly_missed"), lines)
		made_good = (_values(line, _LINE_FIELDS) for line in standing.made_good)
		_insert_rows(report, "made_good", stored.LINE, _LINE_FIELDS, made_good)
		grouped = rules.clauses(standing.lines, standing.totals)
		_insert_rows(report, "clauses", "Compliance Report Clause", rules.Clause._fields, grouped)
		_insert_rows(report, "below_rows", "Compliance Report Branch", BelowRow._fields, below)
		if before:
			kept = ([row.get(column) for column in _EXPLAINED] for row in before.explanations)
			_insert_rows(report, "explanations", "Compliance Report Explanation", _EXPLAINED, kept)
			frappe.db.set_value(REPORT, before.name, {"replaced_by": report.name, "status": CORRECTED})
	return report.name


def _unchecked(standing: Standing) -> str:
	"""Return a line for each clause that could not be checked, with the reason."""
	return "\n".join(
		_("{clause} {title}: {reason}").format(
			clause=rule, title=rule_facts.title_of(rule), reason=" ".join(standing.unchecked[rule].split())
		)
		for rule in sorted(standing.unchecked)
	)


def _values(row: Any, columns: Sequence[str]) -> tuple:
	return tuple(getattr(row, column) for column in columns)


def _insert_rows(report, table: str, doctype: str, columns: Sequence[str], found: Iterable[Sequence]) -> None:
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
		(frappe.generate_hash(length=_NAME_LENGTH), idx, *standard.values(), *values)
		for idx, values in enumerate(found, 1)
	]
	if rows:
		frappe.db.bulk_insert(doctype, ("name", "idx", *standard, *columns), rows)
