"""The papers of an appraisal: ballots, slips with codes, the summary of the votes, the notice of the grades.

The layouts are references of our own.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch, get_datetime, get_url

from party_affairs.ledgers.text import full_date, joined, text_of
from party_affairs.printing.block_heights import fits
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.paper import (
	Block,
	Cell,
	Closing,
	CutLine,
	Grid,
	Paper,
	Reference,
	Space,
	Table,
	Text,
	Title,
	Together,
	bound,
)
from party_affairs.printing.parts import draft_reference, left_and_right, secretary_signature, sheets_of_slips
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.appraisal.grades import ELECTORATES, GRADES, POINTS

_ROWS_OF_HALF_A_SHEET, _ROWS_OF_A_SHEET = 8, 24
_ROW_OF_A_BALLOT_MM, _BALLOT_PT = 7.4, 11
_SHORT_NAME, _LONG_NAME_PT = 6, 7.5
_SLIPS_A_SHEET, _SLIP_MM = 8, 54
_BOTH = "Both Together"


# Ballots


def ballot(doc: Document) -> Paper:
	"""Return a blank paper ballot of each electorate; short lists stand twice on a sheet that is cut."""
	title = _("Ballot of the democratic appraisal of {0}").format(doc.year)
	people = list(enumerate((row.member_name for row in doc.members), start=1))
	sheets = []
	for label in ELECTORATES.values():
		electorate = _(label.template)
		whole = _ballot(doc, title, electorate, people)
		twice = (whole, CutLine(), whole)
		if len(people) <= _ROWS_OF_HALF_A_SHEET and fits(twice, PORTRAIT):
			sheets.append(Paper(title, twice))
			continue
		rows = _rows_of_a_sheet(doc, title, electorate, people)
		sheets += [
			Paper(title, (_ballot(doc, title, electorate, some),)) for some in create_batch(people, rows)
		]
	return bound(title, sheets)


def _rows_of_a_sheet(doc: Document, title: str, electorate: str, people: Sequence[tuple[int, str]]) -> int:
	"""How many people have room on a ballot, whose title may be long."""
	for rows in range(_ROWS_OF_A_SHEET, 1, -1):
		if fits((_ballot(doc, title, electorate, people[:rows]),), PORTRAIT):
			return rows
	return 1


def _ballot(doc: Document, title: str, electorate: str, numbered: Sequence[tuple[int, str]]) -> Together:
	how = _(
		"How to vote: 1. Mark one grade for each member with √; whom you cannot judge, and yourself, leave out. 2. More than one grade for a member counts as none. 3. Do not sign."
	)
	if doc.with_points:
		letters = joined(_(label.template) for label in GRADES.values())
		how += _("4. Into the columns of the four points write one of: {0}.").format(letters)
	# A blank ballot is no draft, whatever the record is.
	cancelled = _("(cancelled)") if doc.docstatus == 2 else ""
	blocks = (
		Reference(_("Reference layout") + cancelled),
		Title(f"{doc.branch}\n{title}"),
		Title(_("({0})").format(electorate), level=2),
		_boxes(doc, numbered),
		Text(how, style="how"),
	)
	return Together(blocks, css="ballot")


def _boxes(doc: Document, numbered: Sequence[tuple[int, str]]) -> Grid:
	points = [_(label.template) for label in POINTS.values()] if doc.with_points else []
	grades = [_(label.template) for label in GRADES.values()]
	head = (
		Cell(_("No."), is_fact=True, width=7),
		Cell(_("Member Name"), is_fact=True, width=16),
		*(Cell(label, is_fact=True) for label in points),
		*(Cell(label, is_fact=True, width=9 if points else 19) for label in grades),
	)
	empty = (Cell(),) * (len(points) + len(grades))
	people = [
		(
			Cell(str(number), align="center", type_size=_BALLOT_PT),
			Cell(name, align="center", type_size=_BALLOT_PT if len(name) <= _SHORT_NAME else _LONG_NAME_PT),
			*empty,
		)
		for number, name in numbered
	]
	heights = (_ROW_OF_A_BALLOT_MM,) * (1 + len(people))
	return Grid((head, *people), style="ticks", heights=heights, head=1)


def slips(doc: Document, codes: Sequence[str]) -> Paper:
	"""Return the slips for people outside the Party: a code on each, and nobody's name."""
	title = _("Democratic appraisal of {0}: your code").format(doc.year)
	return sheets_of_slips(title, [_slip(doc, title, code) for code in codes], _SLIP_MM, _SLIPS_A_SHEET)


def _slip(doc: Document, title: str, code: str) -> tuple[Block, ...]:
	how = _(
		"1. Open this address and enter the code. 2. Vote by {0}. 3. The code opens one ballot and is used up by it; nobody knows to whom it was handed. Do not pass it on."
	).format(f"{get_datetime(doc.closes_on):%Y-%m-%d %H:%M}")
	return (
		Title(doc.branch, level=2),
		Title(title, level=2),
		Text(code, style="code"),
		Text(get_url("/appraisal"), style="how", align="center"),
		Text(how, style="how"),
	)


# Results


def summary(doc: Document) -> Paper:
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
	title = _("Summary of the democratic appraisal of {0}").format(doc.year)
	organisation = _("Party organisation: {0}").format(doc.branch)
	return Paper(
		title,
		(
			draft_reference(doc),
			Title(title),
			left_and_right(organisation, _numbers(doc), right_width=60),
			Table(tuple(columns), tuple(rows), _("(nothing recorded)"), name=title),
			*(Text(_("Note: {0}").format(note), style="notes") for note in _notes(doc)),
			secretary_signature(),
		),
		LANDSCAPE,
	)


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


def notice(doc: Document) -> Paper:
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
	by_grade = joined(
		_("{grade} {number}").format(
			grade=_(label.template), number=sum(row.grade == label.template for row in graded)
		)
		for label in GRADES.values()
	)
	text = _(
		"The democratic appraisal of {year} was held by self-review, ballots within and outside the Party, and decision of the organisation on {day}. Graded: {number} members ({grades})."
	).format(year=doc.year, day=full_date(doc.decided_on) or _("(date)"), number=len(graded), grades=by_grade)
	title = _("Notice of the Grades of the Democratic Appraisal of {0}").format(doc.year)
	day = full_date(doc.announced_on or doc.decided_on) or _("(date)")
	return Paper(
		title,
		(
			draft_reference(doc),
			Title(f"{doc.branch}\n{title}"),
			Text(text),
			Space(4),
			Table(columns, tuple(rows), _("(nothing recorded)"), name=title),
			Closing((_("{0} (seal)").format(doc.branch), day)),
		),
	)


APPRAISAL_PAPERS: dict[str, Callable[[Document], Paper]] = {
	"appraisal_ballot": ballot,
	"appraisal_summary": summary,
	"appraisal_notice": notice,
}
"""By the name of the paper, as the print formats call it; slips are printed once, when their codes are made."""
