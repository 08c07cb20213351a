"""The contents of a book in Word: each page is a field that refers to where its part begins, with a stored result.

A field around them all would be simpler to renew in Word, but other programs then show what is stored and count nothing.
"""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from party_affairs.printing import docx_xml as xml

_INDENT_TWIPS = 420
_SIZE_PT, _LINE_PT = 11.5, 24
_AFTER_IN_SETTINGS = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat")
"""What stands behind `updateFields` in the settings, whose order is laid down."""


def paragraphs(lines: Sequence[tuple[str, str, int]], width: int) -> list[Element]:
	"""Return the contents: title, page and level a line, with dots up to the page at the right of `width` twips.

	The line at place n refers to the entry with the number n, counted from 1.
	"""
	return [
		_line(title, page, level, width, number) for number, (title, page, level) in enumerate(lines, start=1)
	]


def entry(number: int) -> Element:
	"""Return the paragraph, one point high, by which the contents know where a part of a book begins."""
	marked = (
		xml.element("bookmarkStart", id=number, name=_mark(number)),
		xml.element("bookmarkEnd", id=number),
	)
	return xml.paragraph("plain", marked, exact=1, before=0, keep=True)


def count_on_opening(document: Document) -> None:
	"""Let Word count the pages of the contents when the document is opened."""
	settings = document.settings.element
	asked = xml.element("updateFields", val="true")
	behind = next((node for name in _AFTER_IN_SETTINGS for node in settings.findall(qn(f"w:{name}"))), None)
	if behind is None:
		settings.append(asked)
	else:
		behind.addprevious(asked)


def _mark(number: int) -> str:
	return f"_Toc{number:08}"


def _line(title: str, page: str, level: int, width: int, number: int) -> Element:
	tab = xml.element("r")
	tab.append(xml.element("tab"))
	content = (*xml.runs(title, _SIZE_PT), tab, *xml.field(f"PAGEREF {_mark(number)} \\h", page, _SIZE_PT))
	made = xml.paragraph("contents", content, before=0, exact=_LINE_PT)
	tabs = xml.element("tabs")
	tabs.append(xml.element("tab", val="right", leader="dot", pos=width))
	properties = made.find(qn("w:pPr"))
	properties.insert(1, tabs)
	if level > 1:
		properties.append(xml.element("ind", left=_INDENT_TWIPS))
	return made
