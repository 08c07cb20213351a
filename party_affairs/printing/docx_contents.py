"""The contents of a book in Word: a field whose result is stored, so that WPS shows it and Word can count anew."""

from collections.abc import Sequence

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from party_affairs.printing import docx_xml as xml

_COLLECTED = "C"
_INDENT_TWIPS = 420
_SIZE_PT = 11.5


def paragraphs(lines: Sequence[tuple[str, str, int]], width: int) -> list[Element]:
	"""Return the contents: title, page and level a line, with dots up to the page at the right of `width` twips.

	Each page is a field of its own that refers to the entry of the same number.
	"""
	made = [
		_line(title, page, level, width, number) for number, (title, page, level) in enumerate(lines, start=1)
	]
	if made:
		begin, asked, separate, end = _field(f"TOC \\f {_COLLECTED} \\h \\l 1-2")
		for place, run in enumerate((begin, asked, separate), start=1):
			made[0].insert(place, run)
		made[-1].append(end)
	return made


def entry(title: str, level: int, number: int) -> Element:
	"""Return the paragraph, one point high, by which a part of a book gets into the contents."""
	quoted = xml.plain(title).replace('"', "”").replace("\n", " ")
	begin, asked, _separate, end = _field(f'TC "{quoted}" \\f {_COLLECTED} \\l {level}')
	marked = (
		xml.element("bookmarkStart", id=number, name=_mark(number)),
		*(begin, asked, end),
		xml.element("bookmarkEnd", id=number),
	)
	return xml.paragraph("plain", marked, exact=1, before=0, keep=True)


def _mark(number: int) -> str:
	return f"_Toc{number:08}"


def _line(title: str, page: str, level: int, width: int, number: int) -> Element:
	tab = xml.element("r")
	tab.append(xml.element("tab"))
	content = (*xml.runs(title, _SIZE_PT), tab, *xml.field(f"PAGEREF {_mark(number)} \\h", page, _SIZE_PT))
	made = xml.paragraph("contents", content)
	tabs = xml.element("tabs")
	tabs.append(xml.element("tab", val="right", leader="dot", pos=width))
	properties = made.find(qn("w:pPr"))
	properties.insert(1, tabs)
	if level > 1:
		properties.append(xml.element("ind", left=_INDENT_TWIPS))
	return made


def _field(code: str) -> tuple[Element, Element, Element, Element]:
	"""Return the runs around the result of a field, and the one that says what it is."""
	begin, asked, separate, *_result, end = xml.field(code, "")
	return begin, asked, separate, end
