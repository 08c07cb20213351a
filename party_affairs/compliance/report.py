"""The monthly Compliance Report: what a branch's year looked like when the month was over, frozen as a document."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import frappe
from frappe.database.database import savepoint
from frappe.utils import now_datetime

from party_affairs.compliance.lines import Line
from party_affairs.compliance.run import BRANCHES_A_CHUNK, Check
from party_affairs.facts.duties import reports as stored
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.jobs import Progress
from party_affairs.language import in_site_language
from party_affairs.rules.periods import parse, period_of

REPORT = stored.REPORT
_SUBMITTED = 1
_NAME_LENGTH = 20
_OPEN = ("Missed", "Late", "Due")
_STATUS_ORDER = {"Missed": 0, "Late": 1, "Due": 2, "Planned": 3}
_SEVERITY_ORDER = {"Block": 0, "Warn": 1, "Info": 2}
_LINE_FIELDS = (
	*("rule", "citation", "title", "subject_name", "period_key", "status", "severity", "required", "found"),
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
	commit: bool = False,
	progress: Progress | None = None,
) -> list[str]:
	"""Write the report of the month `period_key` (such as `2025-12`) for `branches` (default: all), and return the names.

	A report that exists is kept as it is and named in the result. One is written for every organisation that existed
	and kept records on `as_of` (default: see day_of_report). It is computed from the records as of that day and does
	not depend on when the check last ran, so a report written late says what it would have said in time. It lists what
	is not met so far in the year, and what falls due by the end of the month of `as_of`. With `commit` every report is
	committed by itself. Raise RuleError for a period that does not exist.
	"""
	as_of = as_of or day_of_report(period_key)
	demanded = branch_facts.that_kept_records_before(as_of, branches)
	existing = _existing(period_key, demanded)
	missing = [branch for branch in demanded if branch not in existing]
	written = {}
	with in_site_language():
		for start in range(0, len(missing), BRANCHES_A_CHUNK):
			chunk = missing[start : start + BRANCHES_A_CHUNK]
			written.update(_freeze_chunk(period_key, as_of, chunk, commit))
			if progress:
				progress(start + len(chunk), len(missing))
	reports = {**existing, **written}
	return [reports[branch] for branch in demanded]


def missing_reports(period_key: str) -> bool:
	"""Whether an organisation that should have a report for the month has none."""
	demanded = branch_facts.that_kept_records_before(day_of_report(period_key))
	return len(_existing(period_key, demanded)) < len(demanded)


def _existing(period_key: str, branches: Sequence[str]) -> dict[str, str]:
	# A cancelled report counts as well: whoever cancelled it did not ask for another one.
	reports, wanted = stored.by_branch(period_key), set(branches)
	return {branch: name for branch, name in reports.items() if branch in wanted}


def _freeze_chunk(period_key: str, as_of: date, chunk: Sequence[str], commit: bool) -> dict[str, str]:
	lines, counts = _lines_by_branch(period_key, as_of, chunk)
	written = {}
	for branch in chunk:
		name = _insert(period_key, as_of, branch, lines[branch], counts[branch])
		if commit:
			frappe.db.commit()  # nosemgrep: each report stands for itself
		written[branch] = name
	return written


def _lines_by_branch(period_key: str, as_of: date, chunk: Sequence[str]):
	"""Return by branch the lines of its report, in order, and how many findings the year has of each status."""
	month = parse(period_key)
	horizon = period_of("month", as_of).end
	lines: dict[str, list[Line]] = defaultdict(list)
	counts: dict[str, Counter] = defaultdict(Counter)
	for line in Check(month.start.year).lines(chunk, as_of):
		counts[line.branch][line.status] += 1
		if line.status in _OPEN or _falls_due(line, horizon):
			lines[line.branch].append(line)
	if horizon.year != month.start.year:
		# In December what comes next belongs to the new year, of which nothing can be missed yet.
		for line in Check(horizon.year).lines(chunk, as_of):
			if line.status in ("Due", "Planned") and _falls_due(line, horizon):
				lines[line.branch].append(line)
	# An event of last year may still wait for its answer, such as a letter of transfer of December.
	asked_again = {(line.rule, line.subject) for rows in lines.values() for line in rows}
	for line in Check(month.start.year - 1, kinds=("event",)).lines(chunk, as_of):
		if line.status in ("Due", "Missed") and (line.rule, line.subject) not in asked_again:
			counts[line.branch][line.status] += 1
			lines[line.branch].append(line)
	for rows in lines.values():
		rows.sort(key=_line_order)
	return lines, counts


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


def _insert(period_key: str, as_of: date, branch: str, lines: Sequence[Line], counts: Counter) -> str:
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
			"docstatus": _SUBMITTED,
		}
	)
	# The check runs for everybody's branches, and every link comes straight from the records.
	report.flags.ignore_permissions = True
	report.flags.ignore_links = True
	# If another run wrote the same report a moment ago, that one stands: its name is the same.
	with savepoint(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		report.insert()
		_insert_lines(report, lines)
	return report.name


def _insert_lines(report, lines: Sequence[Line]) -> None:
	"""Write the rows of a report in one statement: as documents of their own they would take most of the night."""
	standard = {
		"creation": report.creation,
		"modified": report.modified,
		"owner": report.owner,
		"modified_by": report.modified_by,
		"docstatus": _SUBMITTED,
		"parent": report.name,
		"parenttype": REPORT,
		"parentfield": "lines",
	}
	rows = [
		(
			frappe.generate_hash(length=_NAME_LENGTH),
			idx,
			*standard.values(),
			*(getattr(line, field) for field in _LINE_FIELDS),
		)
		for idx, line in enumerate(lines, 1)
	]
	if rows:
		frappe.db.bulk_insert("Compliance Report Line", ("name", "idx", *standard, *_LINE_FIELDS), rows)
