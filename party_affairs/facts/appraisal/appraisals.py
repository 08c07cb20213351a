"""Democratic appraisals: what R39 and R40 ask of a branch, the grades that evaluations take, and who was appraised when."""

from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from frappe.utils import getdate

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.facts.texts.talks import Appraised
from party_affairs.rules.appraisal.facts import AppraisalFacts
from party_affairs.rules.appraisal.grades import GRADES

_APPRAISAL, _MEMBER = "Democratic Appraisal", "Democratic Appraisal Member"
SUBMITTED, CANCELLED = 1, 2
TURNOUT = (
	*("name", "branch", "docstatus", "status", "closed_on", "counted_on", "shown_as", "decided_on"),
	*("inside_voters", "inside_ballots", "outside_voters", "outside_ballots"),
)


def load(branches: Sequence[str], year: int) -> list:
	"""Return the appraisals of `branches` for a year whose votes have been counted: one query."""
	rows = _of_year(of_branches(branches), year, (*TURNOUT, "used_for"))
	return [row for row in rows if row.counted_on]


def of_year(which: Which, year: int) -> list:
	"""Return the `TURNOUT` of the appraisals for a year that were not cancelled, whether voted on or not: one query."""
	return _of_year(which, year, TURNOUT)


def _of_year(which: Which, year: int, fields: Sequence[str]) -> list:
	appraisal = DocType(_APPRAISAL)
	return (
		frappe.qb.from_(appraisal)
		.select(*(appraisal[field] for field in fields))
		.where(which(appraisal) & (appraisal.year == year) & (appraisal.docstatus < CANCELLED))
		.orderby(appraisal.branch)
	).run(as_dict=True)


def count_graded(names: Sequence[str]) -> dict[str, int]:
	"""Return by appraisal how many members are to be graded: one query, none without appraisals."""
	if not names:
		return {}
	row = DocType(_MEMBER)
	return dict(_to_be_graded(row, names).select(row.parent, Count(row.name)).groupby(row.parent).run())


def count_grades(names: Sequence[str]) -> dict[tuple[str, str], int]:
	"""Return by appraisal and key of a grade how many members have it: one query, none without appraisals."""
	if not names:
		return {}
	row = DocType(_MEMBER)
	query = _to_be_graded(row, names).select(row.parent, row.grade, Count(row.name))
	found = query.groupby(row.parent, row.grade).run()
	return {(name, frappe.scrub(grade)): number for name, grade, number in found if grade}


def _to_be_graded(row, names: Sequence[str]):
	return frappe.qb.from_(row).where(row.parent.isin(list(names)) & (row.is_graded == 1))


def sum_votes(names: Sequence[str]) -> dict[str, dict[str, int]]:
	"""Return by appraisal the sums of the votes for each grade (by its key): one query, none without appraisals.

	An appraisal whose record holds no sums is left out. What single members got is not told.
	"""
	if not names:
		return {}
	row = DocType("Democratic Appraisal Result")
	found = (
		frappe.qb.from_(row)
		.select(row.parent, *(Sum(row[grade]).as_(grade) for grade in GRADES))
		.where(row.parent.isin(list(names)) & (row.aspect == "Overall Grade"))
		.groupby(row.parent)
	).run(as_dict=True)
	return {sums.parent: {grade: int(sums[grade] or 0) for grade in GRADES} for sums in found}


def facts(rows: Iterable, branches: Sequence[str], year: int, day: date) -> dict[str, AppraisalFacts]:
	"""Return by branch its appraisal for the year as it stands on `day`, which may lie after it: one query.

	`rows` are those of :func:`load`. The query asks which grades have gone into evaluations.
	"""
	counted = {row.branch: row for row in rows if getdate(row.closed_on) <= day}
	evaluated = _evaluated(list(branches), year) if counted else {}
	return {branch: _facts(counted.get(branch), bool(evaluated.get(branch)), day) for branch in branches}


def _facts(row, evaluated: bool, day: date) -> AppraisalFacts:
	if row is None:
		return AppraisalFacts()
	decided = row.docstatus == SUBMITTED and row.decided_on <= day
	return AppraisalFacts(
		appraised_on=getdate(row.closed_on),
		ballots_inside=row.inside_ballots or 0,
		ballots_outside=row.outside_ballots or 0,
		grades_decided_on=row.decided_on if decided else None,
		grades_used=evaluated or bool((row.used_for or "").strip()),
	)


def _evaluated(branches: Sequence[str], year: int) -> dict[str, int]:
	"""Return by branch how many sheets of the year's evaluations have a criterion that takes the grade."""
	sheet, score = DocType("Evaluation"), DocType("Evaluation Score")
	return dict(
		frappe.qb.from_(sheet)
		.join(score)
		.on(score.parent == sheet.name)
		.select(sheet.branch, Count(sheet.name))
		.where(sheet.branch.isin(branches) & (sheet.year == year) & (sheet.docstatus < CANCELLED))
		.where((score.measure == "appraisal_grade") & (score.state == "Scored"))
		.groupby(sheet.branch)
		.run()
	)


def grades(branches: Sequence[str], year: int) -> dict[str, str]:
	"""Return by member the grade that was decided in the appraisals of `branches` for a year, as the label of its field.

	One query. Participants without a grade are left out.
	"""
	appraisal, row = DocType(_APPRAISAL), DocType(_MEMBER)
	return dict(
		frappe.qb.from_(row)
		.join(appraisal)
		.on(appraisal.name == row.parent)
		.select(row.member, row.grade)
		.where(appraisal.branch.isin(list(branches)) & (appraisal.year == year))
		.where((appraisal.docstatus == SUBMITTED) & row.grade.isnotnull() & (row.grade != ""))
		.orderby(appraisal.name, row.idx)
		.run()
	)


def grades_of(members: Sequence[str], year: int, day: date) -> dict[str, tuple[str, str]]:
	"""Return by member the grade that was decided for a year by `day`, as the label of its field, and the appraisal: one query.

	Whichever branch appraised him. Who took part without a grade is left out; nobody is asked about without members.
	"""
	if not members:
		return {}
	appraisal, row = DocType(_APPRAISAL), DocType(_MEMBER)
	found = (
		frappe.qb.from_(row)
		.join(appraisal)
		.on(appraisal.name == row.parent)
		.select(row.member, row.grade, appraisal.name)
		.where(row.member.isin(list(members)) & (appraisal.year == year))
		.where((appraisal.docstatus == SUBMITTED) & (appraisal.decided_on <= day))
		.where(row.grade.isnotnull() & (row.grade != ""))
		.orderby(appraisal.decided_on, appraisal.name, row.idx)
	).run()
	return {member: (grade, name) for member, grade, name in found}


def graded_in(branches: Sequence[str], year: int, day: date) -> list[tuple[str, str, str]]:
	"""Return (branch, appraisal, grade) for each member who was graded for a year by `day` in the appraisals of `branches`: one query."""
	appraisal, row = DocType(_APPRAISAL), DocType(_MEMBER)
	found = (
		frappe.qb.from_(row)
		.join(appraisal)
		.on(appraisal.name == row.parent)
		.select(appraisal.branch, appraisal.name, row.grade)
		.where(appraisal.branch.isin(list(branches)) & (appraisal.year == year))
		.where((appraisal.docstatus == SUBMITTED) & (appraisal.decided_on <= day))
		.where(row.grade.isnotnull() & (row.grade != ""))
		.orderby(appraisal.branch, row.idx)
	).run()
	return [tuple(one) for one in found]


def appraised(branches: Sequence[str], first: date, last: date) -> list[Appraised]:
	"""Return the members who were appraised from `first` to `last`: guide 一（四）8 asks for a talk with each (R42).

	The day is the one on which voting closed. One query.
	"""
	appraisal, row, member = DocType(_APPRAISAL), DocType(_MEMBER), DocType("Party Member")
	rows = (
		frappe.qb.from_(row)
		.join(appraisal)
		.on(appraisal.name == row.parent)
		.join(member)
		.on(member.name == row.member)
		.select(row.member, member.member_name, appraisal.branch, appraisal.closed_on)
		.where(appraisal.branch.isin(list(branches)) & (appraisal.docstatus < CANCELLED))
		.where(appraisal.counted_on.isnotnull() & appraisal.closed_on.isnotnull())
		.orderby(appraisal.closed_on, appraisal.name, row.idx)
	).run(as_dict=True)
	found = [Appraised(row.member, row.member_name, row.branch, getdate(row.closed_on)) for row in rows]
	return [row for row in found if first <= row.day <= last]


def with_key(key: str, leaving_out: str) -> str | None:
	"""Return another appraisal with an `appraisal_key`, which stands for branch and year, None without one: one query."""
	return frappe.db.get_value(_APPRAISAL, {"appraisal_key": key, "name": ["!=", leaving_out]}, "name")


def with_status(*statuses: str) -> list[str]:
	"""Return the names of all appraisals with one of `statuses`: one query."""
	return frappe.get_all(_APPRAISAL, filters={"status": ["in", statuses]}, pluck="name", order_by="name")
