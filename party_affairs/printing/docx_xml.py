"""Elements of a Word document: runs of text, paragraphs, cells and tables with widths that Word and WPS read alike."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml.etree import _Element as Element

from party_affairs.printing.docx_template import SONG, fonts, style_id

_MM_A_TWIP = 25.4 / 1440
_TWIPS_A_POINT = 20
# What XML cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RARE = re.compile("([\U00020000-\U0003ffff]+|[\u3400-\u4dbf]+)")
_BREAKS = re.compile("(\n|\t)")
_EXT_B = "宋体-ExtB"
_LATIN_OF_RARE = "SimSun-ExtB"


def twips(millimetres: float) -> int:
	"""Return a length as Word counts it, in twentieths of a point."""
	return round(millimetres / _MM_A_TWIP)


def element(tag: str, **attributes: object) -> Element:
	"""Return an element of the Word namespace with its attributes."""
	made = OxmlElement(f"w:{tag}")
	for name, value in attributes.items():
		made.set(qn(f"w:{name}"), str(value))
	return made


def plain(text: str) -> str:
	"""Return a text without the characters that a document cannot hold; all ends of lines alike."""
	return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def runs(text: str, size: float | None = None, font: str = "", bold: bool = False) -> list[Element]:
	"""Return the runs of a text; rare characters are set in a font that has them, ends of lines are breaks.

	`size` in points, `font` and `bold` are given where they differ from the paragraph's style.
	"""
	return [_run(piece, size, _font_of(piece) or font, bold) for piece in _RARE.split(plain(text)) if piece]


def _font_of(piece: str) -> str:
	if not _RARE.fullmatch(piece):
		return ""
	return _EXT_B if ord(piece[0]) > 0xFFFF else SONG


def _run(piece: str, size: float | None, font: str, bold: bool) -> Element:
	run = element("r")
	properties = element("rPr")
	if font == _EXT_B:
		properties.append(_fonts(font, _LATIN_OF_RARE))
	elif font:
		properties.append(_fonts(font))
	if bold:
		properties.append(element("b"))
		properties.append(element("bCs"))
	if size:
		properties.append(element("sz", val=round(size * 2)))
		properties.append(element("szCs", val=round(size * 2)))
	if len(properties):
		run.append(properties)
	for part in _BREAKS.split(piece):
		if part == "\n":
			run.append(element("br"))
		elif part == "\t":
			run.append(element("tab"))
		elif part:
			text = element("t")
			text.text = part
			text.set(qn("xml:space"), "preserve")
			run.append(text)
	return run


def _fonts(font: str, latin: str | None = None) -> Element:
	names = fonts(font, latin) if latin else fonts(font)
	made = parse_xml(names.replace("<w:rFonts", f"<w:rFonts {nsdecls('w')}", 1))
	made.set(qn("w:hint"), "eastAsia")
	return made


def paragraph(
	style: str,
	content: Iterable[Element] = (),
	*,
	align: str = "",
	flush: bool = False,
	keep: bool = False,
	before: float | None = None,
	exact: float | None = None,
	border: Element | None = None,
) -> Element:
	"""Return a paragraph of a style of the template.

	`flush` takes its indent away, `keep` holds it on the page of what follows, `before` is the space above it and `exact` the
	height of its line, in points.
	"""
	made, properties = element("p"), element("pPr")
	properties.append(element("pStyle", val=style_id(style)))
	if keep:
		properties.append(element("keepNext"))
	if border is not None:
		properties.append(border)
	if before is not None or exact is not None:
		spacing = element("spacing")
		if before is not None:
			spacing.set(qn("w:before"), str(round(before * _TWIPS_A_POINT)))
		if exact is not None:
			spacing.set(qn("w:after"), "0")
			spacing.set(qn("w:line"), str(max(round(exact * _TWIPS_A_POINT), 1)))
			spacing.set(qn("w:lineRule"), "exact")
		properties.append(spacing)
	if flush:
		properties.append(element("ind", firstLineChars=0, firstLine=0, leftChars=0, left=0))
	if align:
		properties.append(element("jc", val=align))
	made.append(properties)
	made.extend(content)
	return made


def sized(made: Element, size: float) -> Element:
	"""Return a paragraph whose end is no larger than its text is to be: an empty one is as high as its end."""
	properties = element("rPr")
	properties.append(element("sz", val=round(size * 2)))
	properties.append(element("szCs", val=round(size * 2)))
	made.find(qn("w:pPr")).append(properties)
	return made


def keep_with_next(node: Element) -> None:
	"""Hold a paragraph, or the last two rows of a table, on the page of what follows."""
	for part in node.findall(qn("w:tr"))[-2:] or [node]:
		keep_all_with_next(part)


def keep_all_with_next(node: Element) -> None:
	"""Hold a paragraph, or all rows of a table, on the page of what follows."""
	for each in node.iter(qn("w:p")):
		_put_after_style(each, "keepNext")


def keep_rows_together(node: Element) -> None:
	"""Hold the rows of a table on one page."""
	for part in node.findall(qn("w:tr"))[:-1]:
		keep_all_with_next(part)


def break_before(node: Element) -> None:
	"""Let a paragraph begin on a new page."""
	_put_after_style(node, "pageBreakBefore")


def _put_after_style(node: Element, tag: str) -> None:
	properties = node.find(qn("w:pPr"))
	if properties.find(qn(f"w:{tag}")) is not None:
		return
	# The order of the properties is laid down: style, keepNext, keepLines, pageBreakBefore.
	place = 1 + (tag == "pageBreakBefore" and properties.find(qn("w:keepNext")) is not None)
	properties.insert(place, element(tag))


def bottom_border(value: str = "dashed", *, between: bool = False) -> Element:
	"""Return a line below a paragraph; with `between` also between paragraphs that follow each other."""
	borders = element("pBdr")
	for side in ("bottom", "between") if between else ("bottom",):
		borders.append(element(side, val=value, sz=4, space=1, color="000000"))
	return borders


def top_border(value: str = "dashed") -> Element:
	"""Return a line above a paragraph."""
	borders = element("pBdr")
	borders.append(element("top", val=value, sz=4, space=4, color="000000"))
	return borders


def table(widths: Sequence[int], *, lines: bool, share: float = 100, line: str = "single") -> Element:
	"""Return an empty table of fixed columns, whose widths are twips; `share` of the page's width below 100 stands in the middle."""
	made, properties = element("tbl"), element("tblPr")
	properties.append(element("tblW", w=sum(widths), type="dxa"))
	if share < 100:
		properties.append(element("jc", val="center"))
	if lines:
		borders = element("tblBorders")
		for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
			borders.append(element(side, val=line, sz=4, space=0, color="000000"))
		properties.append(borders)
	properties.append(element("tblLayout", type="fixed"))
	made.append(properties)
	grid = element("tblGrid")
	grid.extend(element("gridCol", w=width) for width in widths)
	made.append(grid)
	return made


def row(height_mm: float = 0, *, head: bool = False, whole: bool = True) -> Element:
	"""Return an empty row: at least `height_mm` high, kept on one page if `whole`; a `head` row repeats on each page."""
	made, properties = element("tr"), element("trPr")
	if whole:
		properties.append(element("cantSplit"))
	if height_mm:
		properties.append(element("trHeight", val=twips(height_mm), hRule="atLeast"))
	if head:
		properties.append(element("tblHeader"))
	if len(properties):
		made.append(properties)
	return made


def cell(
	width: int,
	*,
	span: int = 1,
	merge: str | None = None,
	shade: str = "",
	top: bool = False,
	padding: tuple[float, float] | None = None,
	left: float | None = None,
) -> Element:
	"""Return an empty cell, `width` twips wide, over `span` columns; `merge` is `restart` or `continue` where rows are joined.

	`padding` is the space beside and above its text in millimetres, `left` that at its left where it differs.
	"""
	made, properties = element("tc"), element("tcPr")
	properties.append(element("tcW", w=width, type="dxa"))
	if span > 1:
		properties.append(element("gridSpan", val=span))
	if merge:
		properties.append(element("vMerge", val=merge))
	if shade:
		properties.append(element("shd", val="clear", color="auto", fill=shade))
	if padding:
		margins = element("tcMar")
		for side, length in (
			("top", padding[1]),
			("left", padding[0] if left is None else left),
			("bottom", padding[1]),
			("right", padding[0]),
		):
			margins.append(element(side, w=twips(length), type="dxa"))
		properties.append(margins)
	properties.append(element("vAlign", val="top" if top else "center"))
	made.append(properties)
	return made


def field(code: str, result: str, size: float | None = None) -> list[Element]:
	"""Return the runs of a field with its result, which WPS shows until it counts itself."""
	parts = []
	for kind in ("begin", "separate", "end"):
		run = _empty_run(size)
		run.append(element("fldChar", fldCharType=kind))
		parts.append(run)
	asked = _empty_run(size)
	text = element("instrText")
	text.text = f" {code} "
	text.set(qn("xml:space"), "preserve")
	asked.append(text)
	return [parts[0], asked, parts[1], *runs(result, size), parts[2]]


def _empty_run(size: float | None) -> Element:
	run = element("r")
	if size:
		properties = element("rPr")
		properties.append(element("sz", val=round(size * 2)))
		properties.append(element("szCs", val=round(size * 2)))
		run.append(properties)
	return run


def copy_of(node: Element) -> Element:
	"""Return a copy: rows are copied from one that is prepared, which is quick."""
	return deepcopy(node)
