"""Many papers in one book: cover, contents with page numbers, bookmarks, one PDF of any length, or one Word document.

Papers are rendered many at a time, as one page of HTML for each run of the same page setup: one by one would take many times as
long, and each would bring its own fonts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import frappe
from frappe import _

from party_affairs.exceptions import BookError
from party_affairs.language import CHINESE, in_language
from party_affairs.printing import binding, block_heights, docx, html, pages, table_layout
from party_affairs.printing.page_setup import BOOK_PORTRAIT, PageSetup
from party_affairs.printing.paper import (
	Block,
	ContentsLine,
	Cover,
	Entry,
	PageBreak,
	PageContents,
	Paper,
	flat,
)

Progress = Callable[[int, int], None]
"""Told after each chunk how many pages are done, and of how many; both are estimates until the end."""

_PAGES_A_CHUNK = 130
"""Fewer would bring the same fonts more often: each chunk embeds about 1 MB of them where its texts are varied."""
_ROW_MM = 9
"""About how high a row of a register is: to know where a chunk ends, no more."""
_BETWEEN = "party-affairs-paper-"
_LONGEST_IN_CONTENTS_EM, _INDENT_EM = 32, 2


@dataclass(frozen=True)
class BookPart:
	"""A paper in a book under its title in the contents; parts of level 2 stand under the last one of level 1.

	One without a paper stands on the first page of the part before it, on whose paper it is.
	"""

	title: str
	paper: Paper | None
	level: int = 1


@dataclass(frozen=True)
class Book:
	"""What stands on the cover, and the parts in their order, one at least. Texts are in the language of the book."""

	title: str
	subtitle_lines: tuple[str, ...]
	parts: tuple[BookPart, ...]
	appendix: tuple[ContentsLine, ...] = ()
	"""Lines of the contents for what whoever binds it puts behind the last part."""


@dataclass(frozen=True)
class Bound:
	"""A book as PDF.

	`starts` are the page numbers, as printed, on which the parts begin: the first has page 1. Cover and contents are the `front` pages
	before it, so that page n is sheet `front + n` of the file, and there are `pages` with a number.
	"""

	pdf: bytes
	starts: tuple[int, ...]
	front: int
	pages: int

	def ends(self) -> tuple[int, ...]:
		"""Return the page numbers on which the parts end; several may share a page."""
		after = (*self.starts[1:], self.pages + 1)
		return tuple(max(start, end - 1) for start, end in zip(self.starts, after, strict=True))


def bind(book: Book, progress: Progress | None = None) -> Bound:
	"""Return the book as one PDF with continuous page numbers, bookmarks, and links from the contents.

	Raise BookError that names the part which cannot be printed.
	"""
	estimates = [_estimate(part.paper) if part.paper else 0 for part in book.parts]
	pieces: dict[int, binding.Piece] = {}
	done = 0
	for chunk in _chunks(book.parts, estimates):
		pieces |= zip(chunk, _rendered([book.parts[number] for number in chunk]), strict=True)
		done += sum(estimates[number] for number in chunk)
		if progress:
			progress(done, sum(estimates))
	starts, next_page = [], 1
	for number, part in enumerate(book.parts):
		starts.append(next_page if part.paper else starts[-1])
		next_page += pieces[number].pages if part.paper else 0
	with in_language(CHINESE):
		cover, contents = _rendered_together([cover_of(book), contents_of(book, starts)])
	body = [
		binding.Part(part.title, part.level, pieces.get(number), _shift(part.paper) if part.paper else 0)
		for number, part in enumerate(book.parts)
	]
	pdf, front = binding.bound(book.title, cover, contents, body, _links(starts))
	return Bound(pdf, tuple(starts), front, next_page - 1)


def _shift(paper: Paper) -> float:
	"""By how many millimetres a page at the left stands further left than one at the right: the binding edge changes sides."""
	return paper.page.left - paper.page.right if paper.page.orientation == "portrait" else 0


def to_docx(book: Book, bound: Bound | None = None) -> bytes:
	"""Return the book as a Word document. Its contents refer to pages that Word counts; until then they have those of the PDF (`bound`)."""
	starts = (bound or bind(book)).starts
	with in_language(CHINESE):
		contents = Paper(_("Contents"), (PageContents(_lines(book, starts), _("Contents")),), BOOK_PORTRAIT)
	parts: list[Paper] = []
	entries: list[Entry] = []
	for number, part in reversed(list(enumerate(book.parts, start=1))):
		entries.insert(0, Entry(number))
		if part.paper:
			parts.insert(0, replace(part.paper, blocks=(*entries, *part.paper.blocks)))
			entries = []
	return docx.papers_to_docx((cover_of(book), contents, *parts), is_book=True)


def cover_of(book: Book) -> Paper:
	"""Return the cover: the title in the upper half, whose book it is in the lower."""
	return Paper(book.title, (Cover(book.title, book.subtitle_lines),), BOOK_PORTRAIT)


def contents_of(book: Book, starts: Sequence[int]) -> Paper:
	"""Return the contents: a line a part, with its page; as many on a page as there is room for."""
	lines = _lines(book, starts)
	blocks: list[Block] = []
	for number, first in enumerate(range(0, len(lines), _lines_a_page())):
		if blocks:
			blocks.append(PageBreak())
		blocks.append(
			PageContents(lines[first : first + _lines_a_page()], _("Contents") if number == 0 else "")
		)
	return Paper(_("Contents"), tuple(blocks), BOOK_PORTRAIT)


def _lines(book: Book, starts: Sequence[int]) -> tuple[ContentsLine, ...]:
	return (
		*(
			ContentsLine(_shortened(part.title, part.level), str(start), part.level)
			for part, start in zip(book.parts, starts, strict=True)
		),
		*(replace(line, title=_shortened(line.title, line.level)) for line in book.appendix),
	)


def _shortened(title: str, level: int) -> str:
	"""Return a title as it stands on one line with its page, cut where it is too long."""
	one_line = " ".join(title.split())
	most = _LONGEST_IN_CONTENTS_EM - (_INDENT_EM if level > 1 else 0)
	if table_layout.length(one_line) <= most:
		return one_line
	while table_layout.length(one_line) > most - 1:
		one_line = one_line[:-1]
	return f"{one_line}…"


def _lines_a_page() -> int:
	return int((BOOK_PORTRAIT.text_height - PageContents.TITLE_MM - 8) / PageContents.LINE_MM)


def appendix_links(book: Book, pages: Sequence[int]) -> list[binding.Link]:
	"""Return where the lines of a book's appendix stand in its contents; `pages` are counted on from the book's own."""
	return _links(pages, first=len(book.parts))


def _links(starts: Sequence[int], first: int = 0) -> list[binding.Link]:
	"""Where the lines of the contents stand on their pages, from the `first` of them."""
	page = BOOK_PORTRAIT
	links = []
	for number, start in enumerate(starts, first):
		sheet, place = divmod(number, _lines_a_page())
		top = page.top + PageContents.TITLE_MM + place * PageContents.LINE_MM
		box = (page.left, top, page.left + page.text_width, top + PageContents.LINE_MM)
		links.append(binding.Link(sheet, box, start))
	return links


# --- chunks ----------------------------------------------------------------------------------------------------------


def _estimate(paper: Paper) -> int:
	"""Return about how many pages a paper takes; right enough to divide a book by."""
	blocks = list(flat(paper.blocks))
	rows = sum(len(table.rows) for table in paper.tables)
	height = block_heights.height(paper.blocks, paper.page) + rows * _ROW_MM
	breaks = sum(isinstance(block, PageBreak) for block in blocks)
	return max(1, breaks + 1, -int(-height // paper.page.text_height))


def _chunks(parts: Sequence[BookPart], estimates: Sequence[int]) -> Iterator[list[int]]:
	"""Yield the places of the parts that are rendered at once: on the same page, wherever they stand in the book."""
	by_page: dict[PageSetup, list[int]] = {}
	for number, part in enumerate(parts):
		if part.paper:
			by_page.setdefault(part.paper.page, []).append(number)
	for numbers in by_page.values():
		chunk: list[int] = []
		for number in numbers:
			if chunk and sum(estimates[each] for each in chunk) + estimates[number] > _PAGES_A_CHUNK:
				yield chunk
				chunk = []
			chunk.append(number)
		yield chunk


def _rendered(parts: Sequence[BookPart]) -> list[binding.Piece]:
	"""Return the pages of each part; where they cannot be made together, find out whose fault it is."""
	try:
		return _rendered_together([part.paper for part in parts if part.paper])
	except Exception:
		frappe.logger("party_affairs").warning("A chunk of a book cannot be printed at once.", exc_info=True)
	return [_rendered_or_named(part) for part in parts]


def _rendered_or_named(part: BookPart) -> binding.Piece:
	try:
		return _rendered_together([part.paper] if part.paper else [])[0]
	except Exception as error:
		raise BookError(
			_("The part “{0}” of the book cannot be printed: {1}").format(part.title, _reason(error))
		) from error


def _reason(error: Exception) -> str:
	"""The first line of an error: what PDF engines say besides is for the log."""
	return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _rendered_together(papers: Sequence[Paper]) -> list[binding.Piece]:
	pdf = pages.plain_pdf(html.papers_to_html(papers, between=_BETWEEN))
	return binding.divided(pdf, _BETWEEN, len(papers))
