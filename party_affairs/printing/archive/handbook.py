"""《党组织活动手册》: a branch's year as a book, section by section in the usual order (domain note D2)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frappe import _
from frappe.utils import cint

from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.archive import activities as year
from party_affairs.ledgers.archive import registers
from party_affairs.ledgers.archive.activities import Activity
from party_affairs.ledgers.archive.discretion import Reader, reader_of
from party_affairs.ledgers.archive.registers import BookYear
from party_affairs.ledgers.ledger import Ledger
from party_affairs.ledgers.text import full_date
from party_affairs.printing import html, ledger_sheets
from party_affairs.printing.archive.activity_form import activity_form
from party_affairs.printing.archive.shared_sheets import shared
from party_affairs.printing.book import Book, BookPart
from party_affairs.printing.notice import structure_chart
from party_affairs.printing.page_setup import BOOK_LANDSCAPE, BOOK_PORTRAIT
from party_affairs.printing.paper import (
	Block,
	Cell,
	Grid,
	Heading,
	Lines,
	PageBreak,
	Paper,
	Picture,
	Signatures,
	Table,
	Text,
	Title,
	facts,
)
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.archive.handbook import BY_KEY

_TITLE = "Handbook of Party Activities"
_CHART_MM = 200
_TYPED = frozenset({"topic", "project", "served_group", "effect", "item", "found"})
"""The columns of registers into which people write what they like."""
_LINES_A_PAGE, _LINE_MM = 20, 11.5


@dataclass(frozen=True)
class Source:
	"""What a section is written from: the form that asks for the book, the year, and who reads its texts with discretion."""

	document: Any
	year: BookYear
	reader: Reader


@dataclass(frozen=True)
class Made:
	"""A book with the records that its parts show: as many as there are parts, empty where one shows no single record."""

	book: Book
	records: tuple[str, ...]


def compose(document: Any, book_year: BookYear) -> Made:
	"""Return the handbook `document` asks for, as of the day of `book_year`, in Chinese, read with the caller's rights."""
	with in_language(CHINESE):
		source = Source(document, book_year, reader_of(book_year))
		parts = shared([part for key in document.chosen_sections() for part in _SECTIONS[key](source)])
		cover = (
			book_year.branch,
			_("for {0}").format(book_year.year),
			_("Records until {0}").format(full_date(book_year.day)),
		)
		return Made(
			Book(_(_TITLE), cover, tuple(part for part, _record in parts)),
			tuple(record for _part, record in parts),
		)


Parts = Iterator[tuple[BookPart, str]]


def _part(title: str, paper: Paper | None, level: int = 1, record: str = "") -> tuple[BookPart, str]:
	return BookPart(title, paper, level), record


def sheet(title: str, blocks: Sequence[Block]) -> Paper:
	"""Return a section on upright pages under its title."""
	return Paper(title, (Title(title), *blocks), BOOK_PORTRAIT)


def bound_register(ledger: Ledger) -> Paper:
	"""Return a ledger as it stands in a book: on pages with room for the binding, without lines to sign."""
	paper = ledger_sheets.paper_of(ledger)
	blocks = tuple(
		replace(block, below_mm=None) if isinstance(block, Table) else block
		for block in paper.blocks
		if not isinstance(block, Signatures)
	)
	is_upright = ledger.orientation == "portrait"
	return _without_remnant(
		replace(paper, blocks=blocks, page=BOOK_PORTRAIT if is_upright else BOOK_LANDSCAPE)
	)


def _without_remnant(paper: Paper) -> Paper:
	"""Return a register with rows that are a little lower, where that saves the last sheet, on which few would stand."""
	sheets = html.number_of_sheets(paper)
	if sheets == 1:
		return paper
	page = paper.page
	tight = replace(
		paper,
		page=replace(page, type_size=page.type_size - 0.5, padding_y=page.padding_y * 0.5, line_height=1.25),
	)
	return tight if html.number_of_sheets(tight) < sheets else paper


def title_of(key: str) -> str:
	"""Return the title of a section, by its key."""
	return BY_KEY[key].title.text(_)


def register_of(key: str, book_year: BookYear) -> Ledger:
	"""Return the register that is a section of its own, under the section's title."""
	return replace(REGISTERS[key](book_year), title=title_of(key))


def _register(key: str) -> Callable[[Source], Parts]:
	def section(source: Source) -> Parts:
		ledger = source.reader.register(register_of(key, source.year), _TYPED)
		yield _part(title_of(key), bound_register(ledger))

	return section


# --- the branch ------------------------------------------------------------------------------------------------------


def _branch(source: Source) -> Parts:
	found = year.profile(source.year, source.reader)
	blocks: list[Block] = [facts(found.facts)]
	if found.introduction:
		blocks += [Heading(_("Introduction")), Text(found.introduction)]
	for ledger in (found.posts, found.firms, found.groups):
		if ledger.rows:
			blocks += [Heading(ledger.title), grid_of(ledger)]
	yield _part(title_of("branch"), sheet(title_of("branch"), blocks))


def grid_of(ledger: Ledger) -> Grid:
	"""Return a small ledger as a grid that flows with the text around it."""
	total = sum(column.width_mm for column in ledger.columns)
	head = tuple(
		Cell(column.label, is_fact=True, width=100 * column.width_mm / total) for column in ledger.columns
	)
	rows = [
		tuple(Cell(_text(row.get(column.fieldname)), align=column.alignment) for column in ledger.columns)
		for row in ledger.rows
	]
	return Grid((head, *rows), style="table", head=1)


def _text(value: Any) -> str:
	return "" if value in (None, "") else str(value)


def _structure(source: Source) -> Parts:
	drawn = structure_chart.svg(source.year.branch, source.year.day, BOOK_PORTRAIT.text_width, _CHART_MM)
	chart = Picture(
		svg=drawn, width_mm=BOOK_PORTRAIT.text_width, height_mm=_CHART_MM, alt=title_of("structure")
	)
	yield _part(title_of("structure"), sheet(title_of("structure"), (chart,)))


# --- activities ------------------------------------------------------------------------------------------------------


def _activities(source: Source) -> Parts:
	found = year.activities(source.year, source.reader, bool(source.document.with_speeches))
	overview = ((_("No."), 11), (_("Date"), 31), (_("Kind"), 46), (_("Content (Topic)"), 76))
	rows = tuple(TableRow((str(each.number), each.day, each.kind, each.topic)) for each in found)
	columns = tuple(TableColumn(label, width) for label, width in overview)
	title = title_of("activities")
	yield _part(title, sheet(title, (Table(columns, rows, _("No records"), name=title),)))
	for activity in found:
		yield _part(_title_of_activity(activity), _sheet_of(activity), 2, activity.record)


def _title_of_activity(activity: Activity) -> str:
	return _("{number}. {day} {kind}: {topic}").format(
		number=activity.number, day=activity.day, kind=activity.kind, topic=activity.topic
	)


def _sheet_of(activity: Activity) -> Paper:
	title = _("No. {number}: {kind}").format(number=activity.number, kind=activity.kind)
	return activity_form(title, activity.facts, activity.texts)


def _attendance(source: Source) -> Parts:
	for number, ledger in enumerate(year.attendance(source.year), start=1):
		title = title_of("attendance")
		if number > 1:
			title = _("{title} ({number})").format(title=title, number=number)
		yield _part(title, bound_register(replace(ledger, title=title)), 1 if number == 1 else 2)


# --- appraisal, summary, remarks -------------------------------------------------------------------------------------


def _appraisal(source: Source) -> Parts:
	found = year.appraisal(source.year)
	blocks: list[Block] = [facts(pairs, 2, 24) for pairs in found] or [
		Text(_("No records"), align="center", flush=True)
	]
	blocks.append(
		Text(
			_("Sums only. The grades of single members are told to them and kept with the appraisal."),
			style="notes",
		)
	)
	yield _part(title_of("appraisal"), sheet(title_of("appraisal"), blocks))


def _summary(source: Source) -> Parts:
	found = year.summaries(source.year, source.reader)
	if not found:
		lines = Lines(_LINES_A_PAGE, _LINE_MM)
		yield _part(title_of("summary"), sheet(title_of("summary"), (lines,)))
	for number, summary in enumerate(found):
		blocks: list[Block] = [Title(_("Heard by the assembly on {0}").format(summary.heard_on), level=2)]
		for heading, text in summary.sections:
			blocks += [Heading(heading), Text(text)]
		paper = sheet(summary.title, blocks)
		if number == 0:
			yield _part(title_of("summary"), paper)
		yield _part(summary.title, paper if number else None, 2)


def _remarks(source: Source) -> Parts:
	pages = cint(source.document.blank_pages)
	if pages:
		yield _part(title_of("remarks"), remarks(title_of("remarks"), pages))


def remarks(title: str, pages: int) -> Paper:
	"""Return pages with lines to write on."""
	blocks: list[Block] = []
	for number in range(pages):
		blocks += [PageBreak()] if number else []
		blocks += [Title(title), Lines(_LINES_A_PAGE, _LINE_MM)]
	return Paper(title, tuple(blocks), BOOK_PORTRAIT)


REGISTERS: dict[str, Callable[[BookYear], Ledger]] = {
	"roster": registers.roster,
	"activists": registers.activists,
	"plan": registers.plan,
	"lectures": registers.lectures,
	"talks": registers.talks,
	"dues": registers.dues,
	"contact": registers.contacts,
	"welfare": registers.welfare,
	"development": registers.development_under_way,
	"life_review": year.reviews,
	"self_check": registers.self_checks,
	"honours": registers.honours,
	"inspections": registers.inspections,
}
"""The sections that are one register each, by their keys."""
_SECTIONS: dict[str, Callable[[Source], Parts]] = {
	"branch": _branch,
	"structure": _structure,
	"activities": _activities,
	"attendance": _attendance,
	"appraisal": _appraisal,
	"summary": _summary,
	"remarks": _remarks,
	**{key: _register(key) for key in REGISTERS},
}
"""How each section is written, by its key."""
