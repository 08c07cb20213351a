"""From papers to pages and to a PDF with page numbers."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

import frappe

from party_affairs.printing import engine, html
from party_affairs.printing.page_setup import LETTER
from party_affairs.printing.paper import LETTER_STYLE, Paper

_TEMPLATES = "party_affairs/templates/prints"
_POINTS_A_MM = 72 / 25.4
_NUMBER_SIZE = 9
_NUMBER_BASELINE_MM = 8
_DIGIT_WIDTH = 0.556  # of the font size, in Helvetica
_DASH = "—"
_LETTER_NUMBER_SIZE = 14
_LETTER_BASELINE_MM = 26.8
"""The dash stands 7 mm below the text of a letter."""


def whole_page(part: str) -> str:
	"""Return a complete HTML page around what `html.py` makes."""
	return frappe.render_template(f"{_TEMPLATES}/page.html", {"part": part})


def to_pdf(part: str) -> bytes:
	"""Return the PDF of what `html.py` makes, with page numbers at the foot.

	The numbers are written here, since Debian's wkhtmltopdf cannot print headers or footers.
	"""
	return number_pages(plain_pdf(part))


def plain_pdf(part: str) -> bytes:
	"""Return the PDF of what `html.py` makes, without page numbers."""
	return engine.to_pdf(whole_page(part))


def paper_to_pdf(paper: Paper) -> bytes:
	"""Return the PDF of a paper with page numbers."""
	return papers_to_pdf((paper,))


def papers_to_pdf(papers: Sequence[Paper], after: str = "") -> bytes:
	"""Return the PDF of papers of one page setup, numbered as the first of them is; `after` is HTML put below the last."""
	return number_pages(plain_pdf(html.papers_to_html(papers) + after), papers[0].style == LETTER_STYLE)


def number_pages(pdf: bytes, is_letter: bool = False) -> bytes:
	"""Return a PDF with `- 1 / 3 -` in the middle of each page's foot; a single page needs no number.

	Letters have `— 1 —` at the outer side, 7 mm below the text (GB/T 9704-2012).
	"""
	reader = PdfReader(BytesIO(pdf))
	total = len(reader.pages)
	if total == 1 and not is_letter:
		return pdf
	writer = PdfWriter()
	for number, page in enumerate(reader.pages, start=1):
		page.merge_page(
			_foot_of_letter(page, number) if is_letter else _foot(page, f"- {number} / {total} -")
		)
		writer.add_page(page)
	stream = BytesIO()
	writer.write(stream)
	return stream.getvalue()


def _foot(page: PageObject, text: str) -> PageObject:
	"""Return an empty page of the same size with `text` in the middle of its foot."""
	left = (float(page.mediabox.width) - _width(text, _NUMBER_SIZE)) / 2
	return _page_with(page, text, _NUMBER_SIZE, left, _NUMBER_BASELINE_MM)


def _foot_of_letter(page: PageObject, number: int) -> PageObject:
	text = f"{_DASH} {number} {_DASH}"
	inset = _LETTER_NUMBER_SIZE
	if number % 2:
		left = (LETTER.width - LETTER.right) * _POINTS_A_MM - inset - _width(text, _LETTER_NUMBER_SIZE)
	else:
		left = LETTER.left * _POINTS_A_MM + inset
	return _page_with(page, text, _LETTER_NUMBER_SIZE, left, _LETTER_BASELINE_MM)


def _width(text: str, size: float) -> float:
	widths = {" ": 0.278, _DASH: 1.0, "-": 0.333, "/": 0.278}
	return size * sum(widths.get(character, _DIGIT_WIDTH) for character in text)


def _page_with(page: PageObject, text: str, size: float, left: float, baseline_mm: float) -> PageObject:
	"""Return an empty page of the same size with `text` on it; only the characters ` -/—0-9` are needed."""
	width, height = float(page.mediabox.width), float(page.mediabox.height)
	foot = PageObject.create_blank_page(width=width, height=height)
	font = DictionaryObject(
		{
			NameObject("/Type"): NameObject("/Font"),
			NameObject("/Subtype"): NameObject("/Type1"),
			NameObject("/BaseFont"): NameObject("/Helvetica"),
			NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
		}
	)
	fonts = DictionaryObject({NameObject("/PageNumber"): font})
	foot[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
	baseline = baseline_mm * _POINTS_A_MM
	shown = text.encode("cp1252").hex()
	content = DecodedStreamObject()
	content.set_data(f"BT /PageNumber {size} Tf {left:.2f} {baseline:.2f} Td <{shown}> Tj ET".encode())
	foot[NameObject("/Contents")] = content
	return foot
