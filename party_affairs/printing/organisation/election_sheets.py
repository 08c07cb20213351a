"""The sheets of an election: list of candidates, ballots, tally and report of the count. Names stand in stroke order.

The layouts are references of our own, no official forms.
"""

from collections.abc import Callable, Sequence
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.members import register
from party_affairs.ledgers.selection import readable
from party_affairs.ledgers.text import full_date
from party_affairs.printing.organisation.election_rows import OFFICES, by_strokes, offices_of
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.paper import (
	Block,
	Cell,
	Grid,
	Heading,
	Paper,
	Signatures,
	Table,
	Text,
	Title,
	Together,
	bound,
)
from party_affairs.printing.parts import cancelled_reference, left_and_right
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.names import stroke_key

_PERSON_FIELDS = ("gender", "birth_date", "education", "joined_on", "firm", "firm_position")
_OPINIONS = ("In Favour", "Against", "Abstained")
_TALLY_ROW_MM, _TALLY_HEIGHT_MM, _TALLY_HEAD_MM = 8, 180, 7
_TALLY_LINE_MM = 0.3  # the line between two rows
_MM_A_POINT = 25.4 / 72
_TALLY_BOXES = 12  # five votes (正) each, on a line of the tally sheet
_BALLOT_LABEL_MM, _BALLOT_COLUMN_MM = 11, 20
_MARK_MM, _NAME_MM = 12, 24
_MOST_COLUMNS = 13  # of a ballot: names are set upright, one character a line
_UPRIGHT = 6  # characters; longer names are set across their column, in several lines


# List of candidates


def candidate_list(doc: Document) -> Paper:
	"""Return the list of candidates with a short introduction of each, by office and in stroke order."""
	people = register.people(readable, (row.member for row in doc.candidates), _PERSON_FIELDS)
	rows: list[TableRow] = []
	for office in offices_of(doc):
		standing = [row for row in doc.candidates if row.office == office]
		if not standing:
			continue
		rows.append(TableRow((_("Candidates for {office}").format(office=_(office)),), "group"))
		standing.sort(key=lambda row: stroke_key(row.member_name))
		rows += [_candidate_row(number, row, people) for number, row in enumerate(standing, start=1)]
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Member Name"), 18, "center"),
		TableColumn(_("Gender"), 11, "center"),
		TableColumn(_("Born"), 18, "center"),
		TableColumn(_("Education"), 16, "center"),
		TableColumn(_("Joined the Party"), 18, "center"),
		TableColumn(_("Unit and Position"), 34),
		TableColumn(_("Short Introduction"), 40),
	)
	return Paper(
		_("List of candidates"),
		(
			*_titles(doc, _("List of candidates"), _("in stroke order of surnames")),
			Table(columns, tuple(rows), _("No records"), name=_("List of candidates")),
		),
	)


def _candidate_row(number: int, row, people: dict[str, Any]) -> TableRow:
	person = people.get(row.member, {})
	return TableRow(
		(
			str(number),
			row.member_name,
			_(person.get("gender") or ""),
			_month(person.get("birth_date")),
			_(person.get("education") or ""),
			_month(person.get("joined_on")),
			"\n".join(filter(None, (person.get("firm"), person.get("firm_position")))),
			row.introduction or "",
		)
	)


def _month(day) -> str:
	return f"{getdate(day):%Y.%m}" if day else ""


# Ballots


def ballot(doc: Document) -> Paper:
	"""Return the ballots: for each office that of its latest round, twice on a sheet to be cut."""
	return _one_an_office(doc, _("Ballot"), [_ballots_of(doc, office) for office in offices_of(doc)])


def _ballots_of(doc: Document, office: str) -> tuple[Block, ...]:
	latest = max((row.round for row in doc.ballots if row.office == office), default=1)
	names, seats = _standing(doc, office, latest)
	once = _ballot(doc, _title_of_ballot(office, latest), names, seats)
	return Together(once, css="ballot"), Together(once, css="ballot cut")


def _standing(doc: Document, office: str, number: int) -> tuple[list[str], int]:
	"""Return who can be voted for in a round, and for how many seats."""
	if number > 1:
		names = [row.member_name for row in doc.votes if (row.office, row.round) == (office, number)]
		seats = next(row.seats for row in doc.ballots if (row.office, row.round) == (office, number))
	else:
		names = [row.member_name for row in doc.candidates if row.office == office]
		seats = next(row.seats for row in doc.seats if row.office == office)
	return by_strokes(names), seats


def _ballot(doc: Document, title: str, names: list[str], seats: int) -> tuple[Block, ...]:
	order = _("in stroke order of surnames") if len(names) > 1 else ""
	how = _(
		"How to vote: 1. {seats} to be elected; a ballot that marks more is spoiled. 2. Mark above the name ○ for in favour, × for against; leave it empty to abstain. 3. Whoever is against a candidate may write somebody else into an empty column and mark ○ above the name."
	).format(seats=seats)
	seal = "　".join((_("{0} (seal)").format(doc.branch), full_date(doc.held_on or doc.planned_on)))
	return (
		*_titles(doc, title, order),
		_marks(names, min(seats, max(1, _MOST_COLUMNS - len(names)))),
		Text(how, style="how"),
		Text(seal, style="how", align="right"),
	)


def _marks(names: list[str], blanks: int) -> Grid:
	"""Return the boxes for the mark above the names, then `blanks` columns for names that are written in."""
	width_mm = _BALLOT_LABEL_MM + (len(names) + blanks) * _BALLOT_COLUMN_MM
	label = Cell(_("Mark"), is_fact=True, upright=True, width=100 * _BALLOT_LABEL_MM / width_mm)
	empty = (Cell(),) * blanks
	candidates = Cell(_("Candidates"), is_fact=True, align="center", colspan=len(names))
	return Grid(
		(
			(label, *(Cell() for _name in names), *empty),
			(
				Cell(_("Member Name"), is_fact=True, upright=True),
				*(Cell(name, align="center", upright=len(name) <= _UPRIGHT) for name in names),
				*empty,
			),
			(
				Cell(),
				*((candidates,) if names else ()),
				Cell(_("Others, written in"), is_fact=True, align="center", colspan=blanks),
			),
		),
		heights=(_MARK_MM, _NAME_MM, 0),
		width=_share_of_page(width_mm),
		type_size=12,
		css="marks",
	)


def _share_of_page(width_mm: float) -> float:
	"""Return a width in percent of the text's; the borders of a full table need a little of it."""
	return min(99, round(100 * width_mm / PORTRAIT.text_width, 1))


def _title_of_ballot(office: str, number: int) -> str:
	title = _("Ballot for the election of {office}").format(office=_(office))
	return title if number == 1 else _("{title} (round {round})").format(title=title, round=number)


# Counting


def tally_sheet(doc: Document) -> Paper:
	"""Return empty sheets on which the tellers strike off the votes, one for each office."""
	return _one_an_office(doc, _("Tally sheet"), [_tally_of(doc, office) for office in offices_of(doc)])


def _tally_of(doc: Document, office: str) -> tuple[Block, ...]:
	names = by_strokes(row.member_name for row in doc.candidates if row.office == office)
	blanks = next(row.seats for row in doc.seats if row.office == office)
	day = _("{0}:").format(_("Held On")) + full_date(doc.held_on or doc.planned_on)
	return (
		*_titles(doc, _("Tally sheet: {office}").format(office=_(office))),
		left_and_right(day, _("Strike off five votes in each box (正).")),
		_boxes(names, blanks),
		_signatures(),
	)


def _boxes(names: list[str], blanks: int) -> Grid:
	rows = [
		(
			Cell(_("Member Name"), is_fact=True, width=15),
			Cell(_("Opinion Marked"), is_fact=True, width=8),
			Cell(_("Tally"), is_fact=True, colspan=_TALLY_BOXES),
			Cell(_("Total"), is_fact=True, width=9),
		)
	]
	boxes = (Cell(),) * (_TALLY_BOXES + 1)
	for name in names:
		for number, opinion in enumerate(_OPINIONS):
			named = (Cell(name, align="center", rowspan=len(_OPINIONS)),) if number == 0 else ()
			rows.append((*named, Cell(_(opinion), align="center"), *boxes))
	rows += [(Cell(), Cell(_("In Favour"), align="center"), *boxes)] * blanks
	row_mm = round(min(_TALLY_ROW_MM, _TALLY_HEIGHT_MM / (len(rows) - 1)), 2)
	heights = (_TALLY_HEAD_MM, *(row_mm for _row in rows[1:]))
	type_size = min(PORTRAIT.type_size, (row_mm - _TALLY_LINE_MM) / (_MM_A_POINT * PORTRAIT.line_height))
	return Grid(
		tuple(rows), style="table", heights=heights, head=1, type_size=round(type_size, 1), css="tally"
	)


def count_report(doc: Document) -> Paper:
	"""Return the report sheet that the scrutineers sign: the numbers of each round and the votes of each person."""
	rounds = sorted(
		(row for row in doc.ballots if row.office in OFFICES and row.issued),
		key=lambda row: (OFFICES.index(row.office), row.round),
	)
	name = _("Report of the count")
	if not rounds:
		return Paper(name, (*_titles(doc, name), Text(_("Nothing has been counted yet."))))
	return bound(name, [Paper(name, _count_of(doc, row)) for row in rounds])


def _count_of(doc: Document, row) -> tuple[Block, ...]:
	votes = sorted(
		(vote for vote in doc.votes if (vote.office, vote.round) == (row.office, row.round)),
		key=lambda vote: (-(vote.in_favour or 0), stroke_key(vote.member_name)),
	)
	held = _("Round {round}, {day}").format(round=row.round, day=full_date(doc.held_on))
	return (
		*_titles(doc, _("Report of the count: {office}").format(office=_(row.office)), held),
		_numbers(row),
		Heading(_("Votes")),
		_votes(votes),
		Heading(_("Result of the Round")),
		Text(row.result or ""),
		_signatures(),
	)


def _numbers(row) -> Grid:
	figures = (
		(_("Seats"), row.seats),
		(_("Electors Expected"), row.entitled),
		(_("Electors Present"), row.present),
		(_("Ballots Issued"), row.issued),
		(_("Ballots Returned"), row.returned),
		(_("Valid Ballots"), row.valid),
		(_("Spoiled Ballots"), row.spoiled),
	)
	return Grid(
		(
			tuple(Cell(label, is_fact=True) for label, _figure in figures),
			tuple(Cell(str(figure or 0), align="center") for _label, figure in figures),
		)
	)


def _votes(votes: Sequence) -> Grid:
	head = (
		Cell(_("No."), is_fact=True, width=10),
		Cell(_("Member Name"), is_fact=True),
		Cell(_("In Favour"), is_fact=True, width=13),
		Cell(_("Against"), is_fact=True, width=13),
		Cell(_("Abstained"), is_fact=True, width=13),
		Cell(_("Outcome"), is_fact=True, width=20),
	)
	rows = [
		tuple(
			Cell(text, align="center")
			for text in (
				str(number),
				vote.member_name,
				str(vote.in_favour or 0),
				str(vote.against or 0),
				str(vote.abstained or 0),
				_(vote.outcome or ""),
			)
		)
		for number, vote in enumerate(votes, start=1)
	]
	return Grid((head, *rows), head=1)


# Shared


def _titles(doc: Document, title: str, below: str = "") -> tuple[Block, ...]:
	second = (Title(_("({0})").format(below), level=2),) if below else ()
	return cancelled_reference(doc), Title(f"{doc.branch}\n{title}"), *second


def _signatures() -> Signatures:
	return Signatures(
		tuple(_("{0}:").format(label) for label in (_("Chief Scrutineer"), _("Scrutineer"), _("Teller")))
	)


def _one_an_office(doc: Document, name: str, sheets: Sequence[tuple[Block, ...]]) -> Paper:
	"""Return a sheet for each office; while no office is entered, a page that says so."""
	if not sheets:
		nothing = Text(_("No seats have been entered yet. Enter the seats of the election and print again."))
		return Paper(name, (*_titles(doc, name), nothing))
	return bound(name, [Paper(name, blocks) for blocks in sheets])


ELECTION_SHEETS: dict[str, Callable[[Document], Paper]] = {
	"election_candidate_list": candidate_list,
	"election_ballot": ballot,
	"election_tally": tally_sheet,
	"election_count": count_report,
}
