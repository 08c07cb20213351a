"""The papers of an appraisal: ballots, slips with codes, the summary of the votes, the notice of the grades.

The layouts are references of our own.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_url

from party_affairs.ledgers.text import full_date, joined, text_of
from party_affairs.printing import pages
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out
from party_affairs.rules.appraisal.grades import ELECTORATES, GRADES, POINTS

_ROWS_OF_HALF_A_SHEET, _ROWS_OF_A_SHEET = 8, 24
_SLIPS_A_SHEET = 8
_SUMMARY_HEADING_MM, _SUMMARY_FOOT_MM = 23, 30
_NOTICE_HEADING_MM, _NOTICE_FOOT_MM = 52, 28
_BOTH = "Both Together"


# Ballots


def ballot(doc: Document) -> str:
	"""Return a blank paper ballot of each electorate; short lists stand twice on a sheet that is cut."""
	names = [row.member_name for row in doc.members]
	parts = [names[start : start + _ROWS_OF_A_SHEET] for start in range(0, len(names), _ROWS_OF_A_SHEET)] or [
		[]
	]
	copies = 2 if len(names) <= _ROWS_OF_HALF_A_SHEET else 1
	sheets = [
		{"electorate": _(label.template), "names": part, "first": place * _ROWS_OF_A_SHEET}
		for label in ELECTORATES.values()
		for place, part in enumerate(parts)
	]
	context = {
		"doc": doc,
		"title": _("Ballot of the democratic appraisal of {0}").format(doc.year),
		"sheets": sheets,
		"copies": copies,
		"points": [_(label.template) for label in POINTS.values()] if doc.with_points else [],
		"grades": [_(label.template) for label in GRADES.values()],
		"letters": joined(_(label.template) for label in GRADES.values()),
	}
	return pages.render("appraisal_ballot", context, PORTRAIT)


def slips(doc: Document, codes: Sequence[str]) -> str:
	"""Return the slips for people outside the Party: a code on each, and nobody's name."""
	sheets = [codes[start : start + _SLIPS_A_SHEET] for start in range(0, len(codes), _SLIPS_A_SHEET)]
	context = {
		"doc": doc,
		"title": _("Democratic appraisal of {0}: your code").format(doc.year),
		"sheets": sheets,
		"address": get_url("/appraisal"),
		"closes_on": f"{get_datetime(doc.closes_on):%Y-%m-%d %H:%M}",
	}
	return pages.render("appraisal_slips", context, PORTRAIT)


# Results


def summary(doc: Document) -> str:
	"""Return the summary of the votes: by electorate or in total, as far as they are shown, with grades beside them."""
	groups = _groups(doc)
	rows = []
	for aspect, of_aspect in _by_aspect(doc):
		if len({row.aspect for row in doc.results}) > 1:
			rows.append(TableRow((_(aspect),), "group"))
		rows += [
			_summary_row(number, member, groups, of_aspect, aspect == "Overall Grade")
			for number, member in enumerate(doc.members, start=1)
		]
	columns = [TableColumn(_("No."), 9, "center"), TableColumn(_("Member Name"), 20, "center")]
	columns += [
		TableColumn(f"{_(group)}\n{_(label)}", 13, "center")
		for group in groups
		for label in (*(grade.template for grade in GRADES.values()), "No Grade Given")
	]
	columns += [
		TableColumn(_("Grade Given by Himself"), 18, "center"),
		TableColumn(_("Opinion of the Organisation"), 46),
		TableColumn(_("Final Grade"), 18, "center"),
	]
	table = lay_out(columns, rows, LANDSCAPE, _SUMMARY_HEADING_MM, _SUMMARY_FOOT_MM)
	context = {
		"doc": doc,
		"table": table,
		"title": _("Summary of the democratic appraisal of {0}").format(doc.year),
		"numbers": _numbers(doc),
		"notes": _notes(doc),
	}
	return pages.render("appraisal_summary", context, table.page)


def _groups(doc: Document) -> list[str]:
	shown = {row.electorate for row in doc.results}
	return [name for name in (*(label.template for label in ELECTORATES.values()), _BOTH) if name in shown]


def _by_aspect(doc: Document) -> list[tuple[str, dict[tuple[str, str], Any]]]:
	found: dict[str, dict[tuple[str, str], Any]] = {}
	for row in doc.results:
		found.setdefault(row.aspect, {})[row.member, row.electorate] = row
	return list(found.items()) or [("Overall Grade", {})]


def _summary_row(number: int, member, groups: Iterable[str], votes: dict, is_overall: bool) -> TableRow:
	cells = [str(number), member.member_name]
	for group in groups:
		row = votes[member.member, group]
		cells += [str(row.get(grade) or 0) for grade in (*GRADES, "not_graded")]
	if is_overall:
		grade = _(member.grade) if member.grade else ("" if member.is_graded else _("without a grade"))
		cells += [_(member.self_grade) if member.self_grade else "", member.opinion or "", grade]
	else:
		cells += ["", "", ""]
	return TableRow(tuple(cells))


def _numbers(doc: Document) -> str:
	return _(
		"Voters within the Party {inside_voters}, ballots {inside}; asked outside the Party {outside_voters}, ballots {outside}."
	).format(
		inside_voters=doc.inside_voters or 0,
		inside=doc.inside_ballots or 0,
		outside_voters=doc.outside_voters or 0,
		outside=doc.outside_ballots or 0,
	)


def _notes(doc: Document) -> list[str]:
	if not doc.counted_on:
		return [_("Nothing has been counted yet.")]
	notes = [_("No grade given: left out by the voter, or the voter's own name.")]
	if doc.shown_as == "Total Only":
		notes.append(
			_(
				"One electorate cast fewer than {0} ballots, so only the total over both is shown, each ballot counting the same."
			).format(doc.least_ballots)
		)
	elif doc.shown_as == "Too Few Ballots":
		notes.append(_("Too few ballots to be shown without giving away how people voted."))
	else:
		notes.append(
			_("Weights: within the Party {0}%, outside the Party {1}%.").format(
				text_of(doc.inside_weight, "Float"), text_of(doc.outside_weight, "Float")
			)
		)
	return notes


def notice(doc: Document) -> str:
	"""Return the notice of the grades, as it is announced to the members."""
	graded = [row for row in doc.members if row.is_graded]
	rows = [
		TableRow((str(number), row.member_name, _(row.grade) if row.grade else ""))
		for number, row in enumerate(graded, start=1)
	]
	columns = (
		TableColumn(_("No."), 16, "center"),
		TableColumn(_("Member Name"), 60, "center"),
		TableColumn(_("Final Grade"), 60, "center"),
	)
	table = lay_out(columns, rows, PORTRAIT, _NOTICE_HEADING_MM, _NOTICE_FOOT_MM)
	by_grade = joined(
		_("{grade} {number}").format(
			grade=_(label.template), number=sum(row.grade == label.template for row in graded)
		)
		for label in GRADES.values()
	)
	text = _(
		"The democratic appraisal of {year} was held by self-review, ballots within and outside the Party, and decision of the organisation on {day}. Graded: {number} members ({grades})."
	).format(year=doc.year, day=full_date(doc.decided_on) or _("(date)"), number=len(graded), grades=by_grade)
	context = {
		"doc": doc,
		"table": table,
		"title": _("Notice of the Grades of the Democratic Appraisal of {0}").format(doc.year),
		"text": text,
		"day": full_date(doc.announced_on or doc.decided_on) or _("(date)"),
	}
	return pages.render("appraisal_notice", context, table.page)


APPRAISAL_PAPERS: dict[str, Callable[[Document], str]] = {
	"appraisal_ballot": ballot,
	"appraisal_summary": summary,
	"appraisal_notice": notice,
}
"""By the name of the paper, as the print formats call it; slips are printed once, when their codes are made."""
