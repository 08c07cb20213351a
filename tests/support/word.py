"""What a Word document says: its text in order, and whether its tables hold together."""

import io

import docx
from docx.oxml.ns import qn


def text_of_word(content: bytes) -> str:
	"""Return the text of a Word document."""
	body = docx.Document(io.BytesIO(content)).element.body
	return "".join(node.text or "" for node in body.iter(qn("w:t")))


def unlike_widths(content: bytes) -> list[tuple[int, int]]:
	"""Return the cells whose width is not that of their columns, as (stated, of the columns): WPS goes by one, Word by the other."""
	found = []
	for table in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:tbl")):
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
