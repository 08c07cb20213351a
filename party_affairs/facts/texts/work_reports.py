"""Work reports and duty reports: evidence for R13, R34 and R48, and the subjects of R35."""

from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType, Order

from party_affairs.rules.findings import Evidence, Subject, subject_of
from party_affairs.rules.periods import Period
from party_affairs.rules.texts.facts import WorkReportFacts

SUBMITTED = 1
_REPORT = "Party Work Report"
WORK, DUTY = "Work Report", "Duty Report"


def load(branches: Sequence[str], year: Period) -> list:
	"""Return the submitted reports of `branches` about `year`: one query.

	`heard_on` is the day of the assembly that a report names, None while its minutes are not submitted. Reports that were
	delivered later are among them.
	"""
	report, meeting = DocType(_REPORT), DocType("Party Meeting")
	held = (meeting.name == report.assembly) & (meeting.docstatus == SUBMITTED)
	return (
		frappe.qb.from_(report)
		.left_join(meeting)
		.on(held)
		.select(
			*(report[field] for field in ("name", "title", "branch", "kind", "year", "period_start")),
			*(
				report[field]
				for field in ("review_result", "delivered_on", "received_on", "above_opinion", "grade")
			),
			meeting.meeting_date.as_("heard_on"),
		)
		.where(report.branch.isin(list(branches)) & (report.docstatus == SUBMITTED))
		.where(report.year == year.start.year)
		.orderby(report.name)
	).run(as_dict=True)


def evidence(rows: Iterable) -> dict[str, list[Evidence]]:
	"""Return the evidence by the key under which clauses ask for it.

	A work report counts for its own half-year, whenever it was delivered: for R34 once the assembly heard it, for R13 once
	the committee above has it too. A duty report counts once both have it and it was assessed (R48).
	"""
	found: dict[str, list[Evidence]] = {"work_report": [], "work_report_to_assembly": [], "duty_report": []}
	for row in rows:
		if row.kind == WORK:
			found["work_report"] += _proof(row, row.period_start, row.heard_on, row.delivered_on)
			found["work_report_to_assembly"] += _proof(row, row.period_start, row.heard_on)
		else:
			assessed = row.received_on if row.above_opinion or row.grade else None
			found["duty_report"] += _proof(
				row, date(row.year, 1, 1), row.heard_on, row.delivered_on, assessed
			)
	return found


def _proof(row, about: date, *days: date | None) -> list[Evidence]:
	"""One piece of evidence for a report that needs all `days`: dated by the last, partial while one is missing."""
	known = [day for day in days if day]
	if not known:
		return []
	partial = len(known) < len(days)
	return [Evidence(row.branch, max(known), _REPORT, row.name, about=about, partial=partial)]


def subjects(rows: Iterable, as_of: date) -> tuple[Subject, ...]:
	"""Return the work reports that an assembly had heard by `as_of`, each about the year of its half-year."""
	return tuple(
		subject_of(row.branch, _REPORT, row.name, row.title, row.heard_on, year=row.year)
		for row in rows
		if row.kind == WORK and row.heard_on and row.heard_on <= as_of
	)


def facts(rows: Iterable) -> dict[str, WorkReportFacts]:
	"""Return by report when it was heard, and what came of it."""
	return {
		row.name: WorkReportFacts(row.heard_on, row.review_result or None) for row in rows if row.heard_on
	}


def other_of_period(branch: str, kind: str, first: date, leaving_out: str) -> str | None:
	"""Return another report of a branch, of a kind (its label), about the period that begins on `first`, None without one.

	Drafts are among them, cancelled ones are not. One query.
	"""
	same = {
		"branch": branch,
		"kind": kind,
		"period_start": first,
		"docstatus": ["!=", 2],
		"name": ["!=", leaving_out],
	}
	return frappe.db.get_value(_REPORT, same, "name")


def heard_in(branch: str, day: date, limit: int) -> list:
	"""Return the latest reports that the assembly of a branch had heard by `day`, with their `sections`: two queries.

	Rows have `meeting_date`, the day of the assembly, and sections title and content; empty ones are left out.
	"""
	report, meeting = DocType(_REPORT), DocType("Party Meeting")
	rows = (
		frappe.qb.from_(report)
		.join(meeting)
		.on((meeting.name == report.assembly) & (meeting.docstatus == SUBMITTED))
		.select(report.name, report.title, report.kind, report.reporter_name, report.review_result)
		.select(report.period_start, report.period_end, meeting.meeting_date)
		.where((report.branch == branch) & (report.docstatus == SUBMITTED) & (meeting.meeting_date <= day))
		.orderby(meeting.meeting_date, order=Order.desc)
		.orderby(report.name, order=Order.desc)
		.limit(limit)
	).run(as_dict=True)
	texts = _sections([row.name for row in rows])
	for row in rows:
		row.sections = [text for text in texts if text.parent == row.name]
	return rows


def _sections(names: Sequence[str]) -> list:
	if not names:
		return []
	section = DocType("Party Work Report Section")
	return (
		frappe.qb.from_(section)
		.select(section.parent, section.title, section.content)
		.where(section.parent.isin(names) & (section.content != ""))
		.orderby(section.idx)
	).run(as_dict=True)
