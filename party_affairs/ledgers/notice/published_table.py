"""What a notice shows of the records: plan, dues, contacts in numbers, a case of development, honours, grades as decided.

Made once, when the notice is submitted, of what its writer may read; no income, no birthday, no name of anybody outside the Party.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.facts.appraisal import appraisals
from party_affairs.facts.contact import pairings
from party_affairs.facts.meetings import plans
from party_affairs.facts.members import development, honours
from party_affairs.facts.members.register import names_of, people
from party_affairs.guide.notice import notice_kinds
from party_affairs.language import in_site_language
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.dues import dues_publication
from party_affairs.ledgers.selection import readable
from party_affairs.ledgers.text import full_date, joined, short_date, text_of
from party_affairs.permissions import scope_for
from party_affairs.rules.names import stroke_key

Table = dict[str, Any]
_DECEMBER = 12
_QUARTERS = {(1, 3): 1, (4, 6): 2, (7, 9): 3, (10, 12): 4}


def of_notice(notice: Document) -> Table | None:
	"""Return the table of a notice in the site's language: `columns` (label, width_mm, align), `rows` of texts, and `source`.

	None where the notice shows none. Raise PermissionError if the caller may not read the records.
	"""
	if not notice.with_table:
		return None
	kind = notice_kinds.kind(frappe.scrub(notice.kind))
	with in_site_language():
		first, last = _span(notice)
		columns, rows, source = _WRITERS[kind.table](notice, first, last)
		return {
			"columns": [
				{"label": label, "width_mm": width, "align": align} for label, width, align in columns
			],
			"rows": [[text_of(cell) for cell in row] for row in rows],
			"source": source,
		}


def _span(notice: Document) -> tuple[date, date]:
	first = getdate(notice.record_from) if notice.record_from else date(getdate(nowdate()).year, 1, 1)
	last = getdate(notice.record_until) if notice.record_until else date(first.year, 12, 31)
	return first, max(first, last)


def _between(first: date, last: date) -> str:
	return _("from {start} to {end}").format(start=full_date(first), end=full_date(last))


def _plan(notice: Document, first: date, last: date):
	scope_for("Party Annual Plan").check_branch(notice.branch)
	kinds = labels_of("Party Annual Plan Line", "kind")
	rows = [
		(
			_("M{0}").format(line.month),
			kinds.get(line.kind, line.kind),
			line.topic,
			line.responsible_name or line.lecturer or "",
		)
		for line in plans.planned_and_held([notice.branch], first.year, last, [])
		if first.month <= line.month <= (last.month if last.year == first.year else _DECEMBER)
	]
	columns = (
		(_("Plan Month"), 18, "center"),
		(_("Kind"), 26, "center"),
		(_("Plan Topic"), 90, "left"),
		(_("Responsible Name"), 28, "center"),
	)
	return columns, rows, _("Plan of activities of {0}").format(first.year)


def _dues(notice: Document, first: date, last: date):
	filters: dict[str, Any] = {"branch": notice.branch, "year": first.year}
	if first.month == last.month:
		filters["month"] = first.month
	elif quarter := _QUARTERS.get((first.month, last.month)):
		filters["quarter"] = quarter
	ledger = dues_publication.build(filters)
	shown = [column for column in ledger.columns if column.fieldname not in ("no", "remarks")]
	rows = [[text_of(row.get(column.fieldname), column.fieldtype) for column in shown] for row in ledger.rows]
	if rows and ledger.totals:
		totals = [text_of(ledger.totals.get(column.fieldname), column.fieldtype) for column in shown]
		rows.append([_("Total"), *totals[1:]])
	columns = [(column.label, column.width_mm, column.alignment) for column in shown]
	return columns, rows, _("{0}. Only dues are published, never incomes.").format(ledger.title)


def _contact(notice: Document, first: date, last: date):
	"""Who keeps in touch with how many, by kind: the people themselves are not named."""
	scope_for("Contact Pairing").check_branch(notice.branch)
	day = min(last, getdate(nowdate()))
	kinds = labels_of("Contact Pairing", "contact_kind")
	counts: dict[str, Counter] = {}
	for name, kind, number in pairings.numbers(_of_branch(notice.branch), day):
		counts.setdefault(name, Counter())[kind] += number
	found = [kind for kind in kinds if any(of_one[kind] for of_one in counts.values())]
	rows = [
		(name, *(counts[name][kind] or "" for kind in found), sum(counts[name].values()))
		for name in sorted(counts, key=stroke_key)
	]
	columns = [
		(_("Full Name"), 30, "center"),
		*((kinds[kind], 32, "center") for kind in found),
		(_("Together"), 22, "center"),
	]
	return columns, rows, _("As of {0}").format(full_date(day))


def _development(notice: Document, first: date, last: date):
	case = frappe.get_doc(development.DOCTYPE, notice.development_case)
	case.check_permission("read")
	fields = ("gender", "education", "firm", "firm_position")
	person = people(readable, [case.member], fields).get(case.member, frappe._dict())
	days = development.steps_of(case)
	mentors = names_of({row.member for row in case.sponsors if row.member})
	facts = (
		(_("Full Name"), case.member_name),
		(_("Gender"), labels_of("Party Member", "gender").get(person.gender, "")),
		(_("Education"), labels_of("Party Member", "education").get(person.education, "")),
		(_("Unit and Position"), f"{person.firm or ''}{person.firm_position or ''}"),
		(_("Applied to Join On"), full_date(days.get("application"))),
		(_("Activist On"), full_date(days.get("activist"))),
		(_("Development Target On"), full_date(days.get("candidate"))),
		(_("Mentors and Introducers"), joined(mentors.values())),
		(_("Time of Publicity"), _span_of_publicity(days)),
	)
	rows = [row for row in facts if row[1]]
	return ((_("Item"), 44, "center"), (_("Content"), 118, "left")), rows, ""


def _span_of_publicity(days) -> str:
	start, end = days.get("publicity_start"), days.get("publicity_end")
	return _between(start, end) if start and end else full_date(start)


def _honours(notice: Document, first: date, last: date):
	scope_for("Honour").check_branch(notice.branch)
	levels = labels_of("Honour", "level")
	rows = [
		(
			row.member_name or row.branch,
			row.honour_name,
			levels.get(row.level, ""),
			row.awarded_by,
			short_date(row.awarded_on, first.year),
		)
		for row in honours.in_years(_of_branch(notice.branch), first, last)
	]
	columns = (
		(_("Given To"), 30, "center"),
		(_("Name of the Honour"), 62, "left"),
		(_("Level"), 20, "center"),
		(_("Awarded By"), 34, "left"),
		(_("Awarded On"), 24, "center"),
	)
	return columns, rows, _between(first, last)


def _appraisal(notice: Document, first: date, last: date):
	"""The grades as the assembly decided them; how anybody voted is told nobody."""
	scope_for("Democratic Appraisal").check_branch(notice.branch)
	grades = appraisals.grades([notice.branch], first.year)
	names = names_of(grades)
	rows = sorted(
		((names.get(member, member), _(grade)) for member, grade in grades.items()),
		key=lambda row: stroke_key(row[0]),
	)
	return (
		((_("Full Name"), 60, "center"), (_("Grade"), 60, "center")),
		rows,
		_("Appraisal of {0}").format(first.year),
	)


def _of_branch(branch: str):
	return lambda table: table.branch == branch


_WRITERS: dict[str, Callable[[Document, date, date], tuple]] = {
	"plan": _plan,
	"dues": _dues,
	"contact": _contact,
	"development": _development,
	"honours": _honours,
	"appraisal": _appraisal,
}
