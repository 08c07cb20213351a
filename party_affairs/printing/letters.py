"""Official letters (公文) and notices on the page of GB/T 9704: requests, reports, resolutions, what is made public."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from frappe import _

from party_affairs.printing.page_setup import LETTER
from party_affairs.printing.paper import LETTER_STYLE, Block, Closing, Paper, Reference, Space, Text, Title
from party_affairs.printing.table_layout import wrap

_LINE_MM = LETTER.text_pt * LETTER.text_line * 25.4 / 72
_YEAR_IN_BRACKETS = re.compile(r"[\[［(（【〖「]\s*(\d{4})\s*[\]］)）】〗」]")


def letter(
	above: Reference,
	title: str,
	paragraphs: Iterable[str],
	closing: Sequence[str] = (),
	*,
	number: str | None = None,
	addressee: str | None = None,
	attached: str = "",
) -> Paper:
	"""Return a letter: title, number of the document, addressee, paragraphs, what is attached (附件说明), and at the right who signs and the day.

	Lines of the title end with newlines; the last one is the letter's name.
	"""
	blocks: list[Block] = [above, Title("\n".join(map(evenly, title.split("\n"))))]
	if number:
		blocks.append(Title(document_number(number), level=2))
	if addressee:
		blocks.append(Text(_("{0}:").format(addressee), flush=True))
	blocks.append(Text("\n".join(paragraphs)))
	if attached:
		blocks += [Space(_LINE_MM), Text(_("Attached: {0}").format(attached))]
	if closing:
		blocks.append(Closing(tuple(closing)))
	return Paper(title.split("\n")[-1], tuple(blocks), LETTER, LETTER_STYLE)


def evenly(line: str) -> str:
	"""Return a line of a title in as many lines as it takes, all of about one length: no line has a character or two alone."""
	page = replace(LETTER, type_size=LETTER.title_pt)
	width = LETTER.text_width
	number = len(wrap(line, width, page))
	while number > 1 and len(wrap(line, width - page.em, page)) == number:
		width -= page.em
	return "\n".join(wrap(line, width, page))


def document_number(number: str) -> str:
	"""Return the number of a document (发文字号) with its year in the brackets of the standard, 〔2026〕, whatever was typed."""
	return _YEAR_IN_BRACKETS.sub(r"〔\1〕", number)
