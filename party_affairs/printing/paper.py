"""A paper as it is described once: what stands on it, in order. HTML, PDF, Word and where it is a table Excel are made of it.

Plain data without Frappe. Texts are already in the language of the paper and are escaped by whoever writes them out.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from party_affairs.printing.page_setup import PORTRAIT, PageSetup
from party_affairs.printing.table_layout import TableColumn, TableRow

_VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')

EXPORT_MARK = "export-mark"
"""The `css` of the text that says who takes a paper out of the house."""
SHEET, LETTER_STYLE, WALL = "sheet", "letter", "wall"
KEPT = "kept"
"""The `css` of blocks that stay together without a frame; signatures after them stay with them."""


@dataclass(frozen=True)
class Reference:
	"""The small line above the title: that the layout is our own (参考样式), and whether it is a draft."""

	kind: ClassVar[str] = "reference"
	text: str


@dataclass(frozen=True)
class Title:
	"""The title; lines end with newlines. `level` 2 is the line below it, in brackets or with a number."""

	kind: ClassVar[str] = "title"
	text: str
	level: int = 1


@dataclass(frozen=True)
class Heading:
	"""A heading of level 1 (黑体) or 2 (楷体); it never stands alone at the foot of a page."""

	kind: ClassVar[str] = "heading"
	text: str
	level: int = 1


@dataclass(frozen=True)
class Text:
	"""Paragraphs, one a line of `text`; blank lines are dropped.

	`style` is `text` (仿宋, first line indented), `detail` (smaller, set in), `notes` (small print), `how` (small, not set in) or
	`code` (large, each character as wide as the other). `flush`
	paragraphs are not indented. `align` is `left`, `center` or `right`.
	"""

	kind: ClassVar[str] = "text"
	text: str
	style: str = "text"
	flush: bool = False
	align: str = "left"
	css: str = ""

	@property
	def paragraphs(self) -> tuple[str, ...]:
		return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class Cell:
	"""A cell of a grid: its text (lines end with newlines) or a picture.

	`is_fact` cells are labels (黑体, centred). `width` is the column's share in percent, where the row sets it.
	`upright` texts stand one character a line. `type_size` in points goes before that of the grid. `foot` are lines at the right
	below the text: who signs an opinion, and the day.
	"""

	text: str = ""
	is_fact: bool = False
	align: str = ""
	colspan: int = 1
	rowspan: int = 1
	width: float | None = None
	picture: "Picture | None" = None
	upright: bool = False
	type_size: float | None = None
	foot: str = ""


@dataclass(frozen=True)
class Grid:
	"""A small table with lines whose rows follow each other as they are: facts, boxes, counts. It is not divided by us.

	`heights` are the least heights of the rows in millimetres, one for all or one each. `head` rows repeat in Word.
	`style` is `facts` (11 pt), `table` (as registers), `box` (text from the top), `result` or `ticks` (rows to be ticked, no higher
	than their heights say). `type_size` in points overrides
	it. `width` is its share of the page's width in percent.
	"""

	kind: ClassVar[str] = "grid"
	rows: tuple[tuple[Cell, ...], ...]
	style: str = "facts"
	heights: tuple[float, ...] | float | None = None
	head: int = 0
	width: float = 100
	type_size: float | None = None
	css: str = ""


@dataclass(frozen=True)
class Beside:
	"""Rows of texts side by side without lines: organisation and day above a table, two addresses. Cells as in a grid."""

	kind: ClassVar[str] = "beside"
	rows: tuple[tuple[Cell, ...], ...]
	css: str = ""


@dataclass(frozen=True)
class Signatures:
	"""Lines to sign, side by side. They stay with what stands before them."""

	kind: ClassVar[str] = "signatures"
	labels: tuple[str, ...]


@dataclass(frozen=True)
class Closing:
	"""Who signs and the day, at the right, below a letter; kept with the last paragraph."""

	kind: ClassVar[str] = "closing"
	lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
	"""A register: columns and rows with a head that repeats on each page, divided among pages.

	`empty` stands in place of rows. `above_mm` and `below_mm` are the heights of what stands before it on its first page and
	after it on its last; None: the engine estimates them from the blocks. It begins on the page where it stands unless
	another table stands before it there. `name` is that of its sheet in a workbook. `apart` is the same table with a column
	for each value where cells here hold several, one below the other: a workbook takes that.
	"""

	kind: ClassVar[str] = "table"
	columns: tuple[TableColumn, ...]
	rows: tuple[TableRow, ...]
	empty: str = ""
	above_mm: float | None = None
	below_mm: float | None = None
	name: str = ""
	apart: "Table | None" = None


@dataclass(frozen=True)
class Picture:
	"""A drawing (`svg`, made by us) or the bytes of a photo (`data`, JPEG or PNG), with its size on paper in millimetres.

	Where one of width and height is None, it follows from the other. `alt` is read out and stands in its place where no
	picture can be shown.
	"""

	kind: ClassVar[str] = "picture"
	svg: str = ""
	data: bytes = b""
	width_mm: float | None = None
	height_mm: float | None = None
	alt: str = ""
	align: str = "center"


@dataclass(frozen=True)
class Photos:
	"""Photos with captions (lines by newlines, the first one bold), `across` in a row; rows stay whole."""

	kind: ClassVar[str] = "photos"
	photos: tuple[tuple[Picture, str], ...]
	across: int = 2


@dataclass(frozen=True)
class Together:
	"""Blocks that stay on one page. `css` names a class of the frame around them (`slip`, `ballot`, `cut`)."""

	kind: ClassVar[str] = "together"
	blocks: tuple["Block", ...]
	css: str = ""


@dataclass(frozen=True)
class Slips:
	"""Slips to be cut apart, `across` in a row with dashed lines between them; each holds blocks and stays whole.

	`height_mm` is the least height of a slip.
	"""

	kind: ClassVar[str] = "slips"
	slips: tuple[tuple["Block", ...], ...]
	height_mm: float
	across: int = 2


@dataclass(frozen=True)
class Cover:
	"""The first page of a bound set: its title in large type, and lines below it (whose, when, of what)."""

	kind: ClassVar[str] = "cover"
	title: str
	lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
	"""The contents of a bound set: each paper's title and what stands at its right (a page, a remark), numbered from 1."""

	kind: ClassVar[str] = "contents"
	entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CutLine:
	"""A dashed line to cut along, with the words that stand on it."""

	kind: ClassVar[str] = "cut_line"
	text: str = ""


@dataclass(frozen=True)
class Lines:
	"""`number` empty lines to write on, `height_mm` apart."""

	kind: ClassVar[str] = "lines"
	number: int
	height_mm: float = 9


@dataclass(frozen=True)
class Space:
	"""Empty height in millimetres."""

	kind: ClassVar[str] = "space"
	height_mm: float


@dataclass(frozen=True)
class ContentsLine:
	"""A line of a table of contents: a title, the page it is on as printed, and its level, 1 or 2."""

	title: str
	page: str
	level: int = 1


@dataclass(frozen=True)
class PageContents:
	"""A table of contents, or the part of one that stands on a page; `title` is empty where it goes on.

	The heights are exact: links are laid over the lines. In Word their pages are fields, and these the stored results.
	"""

	kind: ClassVar[str] = "page_contents"
	TITLE_MM: ClassVar[float] = 20
	LINE_MM: ClassVar[float] = 9.5
	lines: tuple[ContentsLine, ...]
	title: str = ""


@dataclass(frozen=True)
class Entry:
	"""Where a part of a book begins: nothing on paper; in Word the line of the contents with the same number, from 1, refers to it."""

	kind: ClassVar[str] = "entry"
	number: int


@dataclass(frozen=True)
class PageBreak:
	"""What follows begins on a new page."""

	kind: ClassVar[str] = "page_break"


Block = (
	Reference
	| Title
	| Heading
	| Text
	| Grid
	| Beside
	| Signatures
	| Closing
	| Table
	| Picture
	| Photos
	| Together
	| Slips
	| Cover
	| Contents
	| CutLine
	| Lines
	| Space
	| PageContents
	| Entry
	| PageBreak
)


@dataclass(frozen=True)
class Paper:
	"""A paper: its name for contents and file names, its blocks, its page and its style.

	`style` is `sheet`, `letter` (type and spacing of official letters; take the page LETTER) or `wall` (large type). `css` adds
	classes for HTML alone.
	"""

	name: str
	blocks: tuple[Block, ...]
	page: PageSetup = PORTRAIT
	style: str = SHEET
	css: str = ""

	@property
	def tables(self) -> tuple[Table, ...]:
		"""The registers of the paper, in order: what a workbook can be made of."""
		return tuple(block for block in flat(self.blocks) if isinstance(block, Table))


def flat(blocks: Iterable[Block]) -> Iterable[Block]:
	"""Yield the blocks one by one, those that are kept together and those of slips too."""
	for block in blocks:
		if isinstance(block, Together):
			yield from flat(block.blocks)
		elif isinstance(block, Slips):
			for slip in block.slips:
				yield from flat(slip)
		else:
			yield block


def facts(pairs: Iterable[tuple[str, str]], columns: int = 1, label_width: float = 19) -> Grid:
	"""Return a grid of labels and values, `columns` pairs in a row; the last pair of an uneven row goes across."""
	pairs, rows = list(pairs), []
	for start in range(0, len(pairs), columns):
		chosen = pairs[start : start + columns]
		row = []
		for label, value in chosen:
			row += [Cell(label, is_fact=True, width=label_width), Cell(value)]
		row[-1] = replace(row[-1], colspan=1 + 2 * (columns - len(chosen)))
		rows.append(tuple(row))
	return Grid(tuple(rows))


def drawing(svg: str, width_mm: float, alt: str = "", align: str = "center") -> Picture:
	"""Return a drawing `width_mm` wide; its height follows from its view box. Empty where nothing was drawn: the `alt` alone."""
	box = _VIEW_BOX.search(svg)
	height = width_mm * float(box[2]) / float(box[1]) if box else None
	return Picture(svg=svg, width_mm=width_mm, height_mm=height and round(height, 2), alt=alt, align=align)


def bound(name: str, papers: Sequence[Paper]) -> Paper:
	"""Return papers of one page setup as one, each beginning on a new page."""
	blocks: list[Block] = []
	for paper in papers:
		if blocks:
			blocks.append(PageBreak())
		blocks += paper.blocks
	return replace(papers[0], name=name, blocks=tuple(blocks))


def address_of(picture: Picture) -> str:
	"""Return a photo as the address of its own data: whoever shows it fetches nothing."""
	kind = "png" if picture.data[:4] == b"\x89PNG" else "jpeg"
	return f"data:image/{kind};base64,{b64encode(picture.data).decode()}"
