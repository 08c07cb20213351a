"""From a template to a page and to a PDF with page numbers."""

from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

import frappe

from party_affairs.printing.engine import SHRINKING, shrinks_pages
from party_affairs.printing.page_setup import PageSetup

_TEMPLATES = "party_affairs/templates/prints"
_POINTS_A_MM = 72 / 25.4
_NUMBER_SIZE = 9
_NUMBER_BASELINE_MM = 8
_DIGIT_WIDTH = 0.556  # of the font size, in Helvetica


def render(template: str, context: dict[str, Any], page: PageSetup) -> str:
	"""Return the part of a page that `template` (of templates/prints) makes, with its styles.

	It is the same for the Desk's print view, which adds its own frame, and for :func:`whole_page`. Callers see to it
	that it happens in Chinese, together with whatever they put into the context.
	"""
	frame = {"page": page, "pdf_zoom": SHRINKING if shrinks_pages() else None}
	return frappe.render_template(f"{_TEMPLATES}/{template}.html", {**context, **frame})


def whole_page(part: str) -> str:
	"""Return a complete HTML page around what :func:`render` returned."""
	return frappe.render_template(f"{_TEMPLATES}/page.html", {"part": part})


def to_pdf(part: str) -> bytes:
	"""Return the PDF of what :func:`render` returned, with page numbers at the foot.

	The numbers are written here, since Debian's wkhtmltopdf cannot print headers or footers.
	"""
	return number_pages(plain_pdf(part))


def plain_pdf(part: str) -> bytes:
	"""Return the PDF of what :func:`render` returned, without page numbers."""
	# Frappe's module opens a log of the site when it is imported, so it waits until there is a site.
	from frappe.utils.pdf import get_pdf

	return get_pdf(whole_page(part))


def number_pages(pdf: bytes) -> bytes:
	"""Return a PDF with `- 1 / 3 -` in the middle of each page's foot; a single page needs no number."""
	reader = PdfReader(BytesIO(pdf))
	total = len(reader.pages)
	if total == 1:
		return pdf
	writer = PdfWriter()
	for number, page in enumerate(reader.pages, start=1):
		page.merge_page(_foot(page, f"- {number} / {total} -"))
		writer.add_page(page)
	stream = BytesIO()
	writer.write(stream)
	return stream.getvalue()


def _foot(page: PageObject, text: str) -> PageObject:
	"""Return an empty page of the same size with `text` at its foot; only the characters ` -/0-9` are needed."""
	width, height = float(page.mediabox.width), float(page.mediabox.height)
	foot = PageObject.create_blank_page(width=width, height=height)
	font = DictionaryObject(
		{
			NameObject("/Type"): NameObject("/Font"),
			NameObject("/Subtype"): NameObject("/Type1"),
			NameObject("/BaseFont"): NameObject("/Helvetica"),
		}
	)
	fonts = DictionaryObject({NameObject("/PageNumber"): font})
	foot[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
	left = (width - len(text) * _NUMBER_SIZE * _DIGIT_WIDTH) / 2
	baseline = _NUMBER_BASELINE_MM * _POINTS_A_MM
	content = DecodedStreamObject()
	content.set_data(f"BT /PageNumber {_NUMBER_SIZE} Tf {left:.2f} {baseline:.2f} Td ({text}) Tj ET".encode())
	foot[NameObject("/Contents")] = content
	return foot
