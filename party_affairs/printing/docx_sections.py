"""The sections of a Word document: the size and margins of their pages, and the numbers at their foot."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from party_affairs.printing import docx_xml as xml
from party_affairs.printing.paper import LETTER_STYLE, Paper

_FOOT_MM, _LETTER_FOOT_MM = 7, 23
_HEAD_MM = 8
_COVER, _CONTENTS, _FIRST_PART = range(3)
_FRONT: dict[int, tuple[str, ...]] = {_COVER: (), _CONTENTS: ("", "")}
"""What stands beside the number on the first sections of a book; a cover has none."""
_LINE_PITCH = 579
"""22 lines on 225 mm, in twentieths of a point; that 28 characters stand in one is in the styles of letters."""


def numbering_of(place: int) -> Element | None:
	"""Return how the pages of a section of a book are counted: Roman from i after the cover, from 1 after the contents, then on."""
	if place == _CONTENTS:
		return xml.element("pgNumType", fmt="lowerRoman", start=1)
	return xml.element("pgNumType", start=1) if place == _FIRST_PART else None


def set_up(section: Element, paper: Paper, numbering: Element | None = None) -> None:
	"""Give a section the page of a paper; letters get the grid of GB/T 9704-2012. `numbering` is how its pages are counted."""
	page = paper.page
	is_letter = paper.style == LETTER_STYLE
	size = xml.element("pgSz", w=xml.twips(page.width), h=xml.twips(page.height))
	if page.orientation == "landscape":
		size.set(qn("w:orient"), "landscape")
	section.append(xml.element("type", val="nextPage"))
	section.append(size)
	margins = {side: xml.twips(getattr(page, side)) for side in ("top", "right", "bottom", "left")}
	foot = xml.twips(_LETTER_FOOT_MM if is_letter else min(_FOOT_MM, page.bottom))
	section.append(xml.element("pgMar", **margins, header=xml.twips(_HEAD_MM), footer=foot, gutter=0))
	if numbering is not None:
		section.append(numbering)
	if is_letter:
		section.append(xml.element("docGrid", type="lines", linePitch=_LINE_PITCH))


def end_with(paragraph: Element, paper: Paper, numbering: Element | None = None) -> None:
	"""Let a section with the page of a paper end with a paragraph."""
	section = xml.element("sectPr")
	set_up(section, paper, numbering)
	paragraph.find(qn("w:pPr")).append(section)


def number_pages(document: Document, papers: Sequence[Paper], is_book: bool = False) -> None:
	"""Put the numbers at the foot of the pages: `- 1 / 3 -` in the middle, and `— 1 —` at the outer side of letters.

	A book tells no total, for it is counted in two runs: nothing on its cover, the bare Roman number below the contents, then `- 1 -`.
	"""
	has_letters = any(paper.style == LETTER_STYLE for paper in papers)
	document.settings.odd_and_even_pages_header_footer = has_letters
	before = None
	for place, (section, paper) in enumerate(zip(document.sections, papers, strict=True)):
		is_letter = paper.style == LETTER_STYLE
		foot = (_FRONT[place] if place in _FRONT else ("- ", " -")) if is_book and not is_letter else None
		if (is_letter, foot) == before:
			continue
		before = (is_letter, foot)
		_write(section.footer, is_letter, foot, "right" if is_letter else "")
		if has_letters:
			_write(section.even_page_footer, is_letter, foot, "")


def _write(footer, is_letter: bool, around: tuple[str, ...] | None, align: str) -> None:
	"""Write a foot; `around` is what stands beside the number of a book, `()` where there is none."""
	footer.is_linked_to_previous = False
	node = footer._element
	for old in list(node):
		node.remove(old)
	number = xml.field("PAGE", "1")
	if is_letter:
		content = [*xml.runs("— "), *number, *xml.runs(" —")]
	elif around is None:
		content = [*xml.runs("- "), *number, *xml.runs(" / "), *xml.field("NUMPAGES", "1"), *xml.runs(" -")]
	elif around:
		content = [*xml.runs(around[0]), *number, *xml.runs(around[1])]
	else:
		content = []
	node.append(xml.paragraph("letter-foot" if is_letter else "foot", content, align=align))
