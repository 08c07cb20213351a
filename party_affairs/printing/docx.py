"""A paper as a Word document, for those who edit, paste and sign it in Word or WPS.

What stays together on a page is held there by Word itself: headings by their style, signatures by the paragraph before them.
"""

import io
from collections.abc import Callable, Sequence
from functools import partial

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from party_affairs.printing import docx_contents, docx_sections, docx_tables, paper
from party_affairs.printing import docx_xml as xml
from party_affairs.printing.docx_pictures import Pictures
from party_affairs.printing.docx_template import STYLES, empty_document
from party_affairs.printing.paper import Block, Paper

_POINTS_A_MM = 72 / 25.4
_SEAM_PT = 3
"""The height of the line between two tables, which Word would make one."""
_BELOW_CUT_PT = 12
_RULE_PT = 4.5
"""What a line to write on adds to the height of its paragraph."""
_SIGNED_PT = {paper.LETTER_STYLE: 34}
_SIGNED_ON_SHEETS_PT = 22
_IN_LETTERS = frozenset({"title", "second-title", "heading", "subheading", "text"})
EXPORT_MARK = "export-mark"
_LONGEST_PROPERTY = 255
_FRAMED = "slip"
_CUT = "cut"


def to_docx(described: Paper, mark: str = "", author: str = "") -> bytes:
	"""Return the paper as a Word document; `mark` is the sentence that says who takes it out of the house, `author` his name."""
	return papers_to_docx((described,), mark, author)


def papers_to_docx(papers: Sequence[Paper], mark: str = "", author: str = "", is_book: bool = False) -> bytes:
	"""Return papers as one Word document, each on pages of its own size that begin anew.

	The mark stands at the end, unless a paper has it already, and with the author in the properties of the document.
	Of a book the cover has no number, the contents have Roman ones, and page 1 is the first page of what follows them.
	"""
	document = docx.Document(io.BytesIO(empty_document()))
	pictures = Pictures(document.part, papers)
	body = document.element.body
	for number, described in enumerate(papers):
		nodes = _Writer(described, pictures).written()
		is_last = number == len(papers) - 1
		if is_last and mark and not _is_marked(papers):
			nodes = [*nodes, xml.paragraph("mark", xml.runs(mark))]
		nodes = _with_end(nodes)
		for node in nodes:
			body.insert(len(body) - 1, node)
		numbering = docx_sections.numbering_of(number) if is_book else None
		if is_last:
			docx_sections.set_up(body.find(qn("w:sectPr")), described, numbering)
		else:
			docx_sections.end_with(nodes[-1], described, numbering)
	docx_sections.number_pages(document, papers, is_book)
	if is_book:
		docx_contents.count_on_opening(document)
	_say_what_it_is(document, papers[0].name, mark, author)
	stream = io.BytesIO()
	document.save(stream)
	return stream.getvalue()


def _is_marked(papers: Sequence[Paper]) -> bool:
	return any(
		isinstance(block, paper.Text) and block.css == EXPORT_MARK
		for described in papers
		for block in paper.flat(described.blocks)
	)


def _say_what_it_is(document: Document, title: str, mark: str, author: str) -> None:
	properties = document.core_properties
	properties.title = xml.plain(title)[:_LONGEST_PROPERTY]
	properties.comments = xml.plain(mark)[:_LONGEST_PROPERTY]
	properties.author = properties.last_modified_by = xml.plain(author)[:_LONGEST_PROPERTY]


def _with_end(nodes: list[Element]) -> list[Element]:
	"""A section ends with a paragraph: of its own where it would end with a table."""
	if nodes and nodes[-1].tag == qn("w:p"):
		return nodes
	return [*nodes, _seam(1)]


def _seam(points: float) -> Element:
	return xml.paragraph("plain", exact=points, before=0)


def joined(nodes: Sequence[Element]) -> list[Element]:
	"""Return what follows each other with a small line between tables."""
	answer: list[Element] = []
	for node in nodes:
		if answer and node.tag == answer[-1].tag == qn("w:tbl"):
			answer.append(_seam(_SEAM_PT))
		answer.append(node)
	return answer


class _Writer:
	"""Writes the blocks of one paper."""

	def __init__(self, described: Paper, pictures: Pictures) -> None:
		self.paper, self.page, self.pictures = described, described.page, pictures
		self.prefix = "letter-" if described.style == paper.LETTER_STYLE else ""

	def written(self) -> list[Element]:
		return self.blocks(self.paper.blocks, xml.twips(self.page.text_width))

	def blocks(self, blocks: Sequence[Block], width: int) -> list[Element]:
		"""Return the blocks as they stand below each other in `width` twips."""
		nodes: list[Element] = []
		breaks = False
		for block in blocks:
			if isinstance(block, paper.PageBreak):
				breaks = bool(nodes)
				continue
			made = _WRITERS[type(block)](self, block, width)
			if isinstance(block, paper.Signatures | paper.Closing) and nodes and not breaks:
				xml.keep_with_next(nodes[-1])
			if breaks and made:
				made = made if made[0].tag == qn("w:p") else [_seam(1), *made]
				xml.break_before(made[0])
				breaks = False
			nodes += made
		return joined(nodes)

	def own_size(self, name: str, size: float) -> float | None:
		"""Return the size of type where the page sets another one than the style has, as that of a poster does."""
		return None if self.prefix or size == STYLES[name].size else size

	def style(self, name: str) -> str:
		return self.prefix + name if name in _IN_LETTERS else name

	def reference(self, block: paper.Reference, width: int) -> list[Element]:
		return [xml.paragraph("reference", xml.runs(block.text))]

	def title(self, block: paper.Title, width: int) -> list[Element]:
		name = "title" if block.level == 1 else "second-title"
		size = self.own_size("title", self.page.title_pt) if block.level == 1 else None
		return [xml.paragraph(self.style(name), xml.runs(block.text, size))]

	def heading(self, block: paper.Heading, width: int) -> list[Element]:
		name = "heading" if block.level == 1 else "subheading"
		return [xml.paragraph(self.style(name), xml.runs(block.text))]

	def text(self, block: paper.Text, width: int) -> list[Element]:
		align = block.align if block.align != "left" else ""
		flush = block.flush or bool(align)
		style = self.style(block.style)
		size = self.own_size("text", self.page.text_pt) if block.style == "text" else None
		return [
			xml.paragraph(style, xml.runs(each, size), align=align, flush=flush) for each in block.paragraphs
		]

	def grid(self, block: paper.Grid, width: int) -> list[Element]:
		return [docx_tables.grid(block, width, self.page, self.pictures)]

	def beside(self, block: paper.Beside, width: int) -> list[Element]:
		return [docx_tables.beside(block.rows, width, self.page, self.pictures)]

	def signatures(self, block: paper.Signatures, width: int) -> list[Element]:
		return [docx_tables.signatures(block.labels, width, self.page, self.pictures)]

	def closing(self, block: paper.Closing, width: int) -> list[Element]:
		before = _SIGNED_PT.get(self.paper.style, _SIGNED_ON_SHEETS_PT)
		last = len(block.lines) - 1
		return [
			xml.paragraph(
				self.style("text"),
				xml.runs(line),
				align="right",
				flush=True,
				keep=number < last,
				before=0 if number else before,
			)
			for number, line in enumerate(block.lines)
		]

	def table(self, block: paper.Table, width: int) -> list[Element]:
		return [docx_tables.register(block, self.page)]

	def picture(self, block: paper.Picture, width: int) -> list[Element]:
		return [
			xml.paragraph("plain", self.pictures.runs(block, width), align=_aligned(block.align), before=3)
		]

	def photos(self, block: paper.Photos, width: int) -> list[Element]:
		return [docx_tables.photos(block, width, self.pictures)]

	def together(self, block: paper.Together, width: int) -> list[Element]:
		names = block.css.split()
		if _FRAMED in names:
			return [docx_tables.framed(partial(self.blocks, block.blocks), width)]
		nodes = self.blocks(block.blocks, width)
		if _CUT in names:
			nodes = [xml.paragraph("plain", border=xml.top_border(), before=12), *nodes]
		for node in nodes[:-1]:
			xml.keep_all_with_next(node)
		if nodes and nodes[-1].tag == qn("w:tbl"):
			xml.keep_rows_together(nodes[-1])
		return nodes

	def slips(self, block: paper.Slips, width: int) -> list[Element]:
		writers = [partial(self.blocks, slip) for slip in block.slips]
		return [docx_tables.slips(writers, block, width)]

	def cover(self, block: paper.Cover, width: int) -> list[Element]:
		return [
			xml.paragraph("cover-title", xml.runs(block.title)),
			*(xml.paragraph("cover-line", xml.runs(line)) for line in block.lines),
		]

	def contents(self, block: paper.Contents, width: int) -> list[Element]:
		return [docx_tables.contents(block.entries, width)]

	def page_contents(self, block: paper.PageContents, width: int) -> list[Element]:
		title = [xml.paragraph("title", xml.runs(block.title))] if block.title else []
		lines = [(line.title, line.page, line.level) for line in block.lines]
		return [*title, *docx_contents.paragraphs(lines, width)]

	def entry(self, block: paper.Entry, width: int) -> list[Element]:
		return [docx_contents.entry(block.number)]

	def cut_line(self, block: paper.CutLine, width: int) -> list[Element]:
		return [
			xml.paragraph(
				"plain", xml.runs(block.text), align="center", before=9, border=xml.bottom_border()
			),
			_seam(_BELOW_CUT_PT),
		]

	def lines(self, block: paper.Lines, width: int) -> list[Element]:
		return [
			xml.paragraph(
				"plain",
				before=0,
				exact=block.height_mm * _POINTS_A_MM - _RULE_PT,
				border=xml.bottom_border("single", between=True),
			)
			for _number in range(block.number)
		]

	def space(self, block: paper.Space, width: int) -> list[Element]:
		return [_seam(block.height_mm * _POINTS_A_MM)]


def _aligned(align: str) -> str:
	return "" if align == "left" else align


_WRITERS: dict[type, Callable[[_Writer, Block, int], list[Element]]] = {
	paper.Reference: _Writer.reference,
	paper.Title: _Writer.title,
	paper.Heading: _Writer.heading,
	paper.Text: _Writer.text,
	paper.Grid: _Writer.grid,
	paper.Beside: _Writer.beside,
	paper.Signatures: _Writer.signatures,
	paper.Closing: _Writer.closing,
	paper.Table: _Writer.table,
	paper.Picture: _Writer.picture,
	paper.Photos: _Writer.photos,
	paper.Together: _Writer.together,
	paper.Slips: _Writer.slips,
	paper.Cover: _Writer.cover,
	paper.Contents: _Writer.contents,
	paper.PageContents: _Writer.page_contents,
	paper.Entry: _Writer.entry,
	paper.CutLine: _Writer.cut_line,
	paper.Lines: _Writer.lines,
	paper.Space: _Writer.space,
}
