"""A handbook to be written into by hand: the same sections in the same order, empty."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.archive import activities as year
from party_affairs.ledgers.archive.discretion import Reader
from party_affairs.ledgers.archive.registers import BookYear
from party_affairs.ledgers.ledger import Ledger
from party_affairs.ledgers.text import month_spans
from party_affairs.printing import book as books
from party_affairs.printing.archive import handbook
from party_affairs.printing.archive.activity_form import activity_form
from party_affairs.printing.book import Book, BookPart
from party_affairs.printing.paper import Beside, Block, Cell, Grid, Heading, Paper, Text, bound, facts
from party_affairs.rules.archive.handbook import SECTIONS

_A_PAGE = 14
"""Rows of a register that lies across, high enough for writing."""
_ROWS = {
	**{"roster": 2 * _A_PAGE, "activists": _A_PAGE, "lectures": 8, "dues": 2 * _A_PAGE, "contact": 18},
	**{
		"welfare": _A_PAGE,
		"development": 8,
		"life_review": 4,
		"self_check": 4,
		"honours": 10,
		"inspections": 10,
	},
}
_MEMBERS_ON_A_LIST = 2 * _A_PAGE
_ACTIVITIES_ON_A_LIST = 24
_POSTS, _PAGES_FOR_REMARKS = 9, 4
_STRUCTURE_MM, _POST_MM = 180, 11
_TO_WRITE_ON = "\n\u3000"
"""A row with a second line, which is one only with something in it, is high enough for writing."""

Parts = Iterator[BookPart]


def to_pdf(branch: str, of_year: int, activities: int) -> bytes:
	"""Return the empty book of a branch for a year with sheets for so many activities, in Chinese, as a PDF."""
	return books.bind(compose(branch, of_year, activities)).pdf


def compose(branch: str, of_year: int, activities: int) -> Book:
	"""Return the empty book. Its registers have the columns of the filled one, read with the caller's rights."""
	today = getdate(nowdate())
	# The columns are those of a year that there is; of its rows none is taken.
	like = BookYear(branch, today.year, today)
	with in_language(CHINESE):
		parts = [
			part for section in SECTIONS for part in _SECTIONS[section.key](section.key, like, activities)
		]
		cover = (branch, _("for {0}").format(of_year))
		return Book(_("Handbook of Party Activities"), cover, tuple(parts))


def _register(key: str, like: BookYear, activities: int) -> Parts:
	ledger = handbook.register_of(key, like)
	yield BookPart(ledger.title, _empty(ledger, _ROWS[key]))


def _empty(ledger: Ledger, rows: int) -> Paper:
	written = [{"no": f"{number}{_TO_WRITE_ON}"} for number in range(1, rows + 1)]
	return _without_day(handbook.bound_register(replace(ledger, rows=tuple(written), totals=None, notes=())))


def _without_day(paper: Paper) -> Paper:
	return replace(paper, blocks=tuple(block for block in paper.blocks if not isinstance(block, Beside)))


def _plan(key: str, like: BookYear, activities: int) -> Parts:
	ledger = handbook.register_of(key, like)
	months = [
		{"month_text": f"{month_spans([month])}{_TO_WRITE_ON}"}
		for month in range(1, 13)
		for _line in range(2)
	]
	rows = tuple({**row, "no": number} for number, row in enumerate(months, start=1))
	empty = replace(ledger, rows=rows, notes=())
	yield BookPart(ledger.title, _without_day(handbook.bound_register(empty)))


def _talks(key: str, like: BookYear, activities: int) -> Parts:
	ledger = handbook.register_of(key, like)
	kinds = tuple({"no": row["no"], "what": f"{row['what']}{_TO_WRITE_ON}"} for row in ledger.rows)
	empty = replace(ledger, rows=kinds, totals={"what": _TO_WRITE_ON}, notes=())
	yield BookPart(ledger.title, _without_day(handbook.bound_register(empty)))


def _branch(key: str, like: BookYear, activities: int) -> Parts:
	labels = [label for label, _value in year.profile(like, Reader()).facts]
	posts = [
		(Cell(_("Party Posts"), is_fact=True, width=50), Cell(_("Full Name"), is_fact=True, width=50)),
		*((Cell(), Cell()) for _line in range(_POSTS)),
	]
	blocks: tuple[Block, ...] = (
		replace(facts([(label, "") for label in labels]), heights=_POST_MM),
		Heading(_("Party Posts")),
		Grid(tuple(posts), heights=_POST_MM, style="table"),
	)
	title = handbook.title_of(key)
	yield BookPart(title, handbook.sheet(title, blocks))


def _structure(key: str, like: BookYear, activities: int) -> Parts:
	title = handbook.title_of(key)
	frame = Grid(((Cell(),),), heights=_STRUCTURE_MM)
	yield BookPart(title, handbook.sheet(title, (frame,)))


def _activities(key: str, like: BookYear, activities: int) -> Parts:
	pairs = [(label, "") for label in year.labels_of_form()]
	texts = [(label, "") for label in year.labels_of_texts()]
	forms = [
		activity_form(_("Activity No. {0}").format(number), pairs, texts)
		for number in range(1, activities + 1)
	]
	title = handbook.title_of(key)
	yield BookPart(title, bound(title, forms))


def _attendance(key: str, like: BookYear, activities: int) -> Parts:
	title = handbook.title_of(key)
	sheets = [
		_empty(
			year.empty_attendance(like, title, before, min(_ACTIVITIES_ON_A_LIST, activities - before)),
			_MEMBERS_ON_A_LIST,
		)
		for before in range(0, activities, _ACTIVITIES_ON_A_LIST)
	]
	yield BookPart(title, bound(title, sheets))


def _appraisal(key: str, like: BookYear, activities: int) -> Parts:
	title = handbook.title_of(key)
	form = replace(facts([(label, "") for label in year.labels_of_appraisal()], 2, 24), heights=_POST_MM)
	yield BookPart(
		title,
		handbook.sheet(
			title,
			(
				form,
				Text(
					_(
						"Sums only. The grades of single members are told to them and kept with the appraisal."
					),
					style="notes",
				),
			),
		),
	)


def _lines(key: str, like: BookYear, activities: int) -> Parts:
	title = handbook.title_of(key)
	yield BookPart(title, handbook.remarks(title, _PAGES_FOR_REMARKS))


_SECTIONS: dict[str, Callable[[str, BookYear, int], Parts]] = {
	**dict.fromkeys(_ROWS, _register),
	"branch": _branch,
	"structure": _structure,
	"plan": _plan,
	"activities": _activities,
	"attendance": _attendance,
	"talks": _talks,
	"appraisal": _appraisal,
	"summary": _lines,
	"remarks": _lines,
}
"""How each section is left empty, by its key."""
