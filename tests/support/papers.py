"""What tests read out of papers: the text of a PDF or a Word document, and what is wrong on a page."""

import io
import subprocess
from collections.abc import Iterator

import pikepdf
import pypdfium2
from docx import Document
from docx.oxml.ns import qn

from party_affairs.printing.fold import fold

MM = 72 / 25.4


def pages_of(pdf: bytes) -> list[str]:
	"""The folded text of each page, without its number."""
	answer = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
	pages = answer.stdout.decode().split("\f")[:-1]
	total = len(pages)
	return [
		fold(page).removesuffix(f"-{number}/{total}-").removesuffix(f"—{number}—")
		for number, page in enumerate(pages, start=1)
	]


def lines_of(pdf: bytes, page: int) -> list[str]:
	"""The lines of a page as they stand, without what is at their sides."""
	asked = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-"]
	answer = subprocess.run(asked, input=pdf, capture_output=True, check=True)
	return [line.strip() for line in answer.stdout.decode().splitlines() if line.strip()]


def word_of(content: bytes):
	"""A Word document, opened."""
	return Document(io.BytesIO(content))


def word_text(content: bytes) -> str:
	"""The folded text of a Word document in its order."""
	body = word_of(content).element.body
	return fold("".join(node.text or "" for node in body.iter(qn("w:t"))))


def unlike_widths(content: bytes) -> list[tuple[int, int]]:
	"""Return the cells whose width is not that of their columns, as (stated, of the columns): WPS goes by one, Word by the other."""
	found = []
	for table in word_of(content).element.body.iter(qn("w:tbl")):
		columns = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
		for row in table.findall(qn("w:tr")):
			place = 0
			for cell in row.findall(qn("w:tc")):
				span = cell.tcPr.find(qn("w:gridSpan"))
				end = place + (int(span.get(qn("w:val"))) if span is not None else 1)
				stated, own = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))), sum(columns[place:end])
				if stated != own:
					found.append((stated, own))
				place = end
	return found


def readable(text: str) -> str:
	"""What can be read out of a PDF: wkhtmltopdf draws characters beyond the first plane, but does not say which they are."""
	return "".join(character for character in text if ord(character) <= 0xFFFF)


def fonts_with(text: str) -> str:
	"""The families of fonts on this machine that have every character of a text."""
	wanted = " ".join(f"{ord(character):x}" for character in sorted(set(text)))
	answer = subprocess.run(["fc-list", f":charset={wanted}", "family"], capture_output=True, check=True)
	return answer.stdout.decode()


def drawn(pdf: bytes) -> int:
	"""How many characters are drawn, those left out that are the box for what no font has."""
	found = 0
	with pikepdf.open(io.BytesIO(pdf)) as book:
		for page in book.pages:
			for text in _shown(page):
				found += sum(text[at : at + 2] != b"\0\0" for at in range(0, len(text), 2))
	return found


def _shown(page) -> Iterator[bytes]:
	"""Texts in fonts of two bytes a character, as the content of a page shows them."""
	fonts = page.get("/Resources", {}).get("/Font", {})
	wide = False
	for operands, operator in pikepdf.parse_content_stream(page):
		if str(operator) == "Tf":
			wide = fonts[str(operands[0])].get("/Subtype") == "/Type0"
		elif wide and str(operator) in ("Tj", "TJ"):
			parts = operands[0] if str(operator) == "TJ" else operands
			yield from (bytes(part) for part in parts if isinstance(part, pikepdf.String))


def outside(pdf: bytes, page_setup, slack_mm: float = 1.0) -> str:
	"""The characters that stand beyond the margins of their page at the left or right, or beyond its edge."""
	found = []
	book = pypdfium2.PdfDocument(pdf)
	left = (page_setup.left - slack_mm) * MM
	right = (page_setup.width - page_setup.right + slack_mm) * MM
	for page in book:
		text = page.get_textpage()
		for number in range(text.count_chars()):
			character = text.get_text_range(number, 1)
			if not character.strip():
				continue
			x0, y0, x1, y1 = text.get_charbox(number)
			if x0 < left or x1 > right or y0 < 0 or y1 > page_setup.height * MM:
				found.append(character)
	book.close()
	return "".join(found)
