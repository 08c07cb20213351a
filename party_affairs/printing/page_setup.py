"""The pages that papers are printed on: their size, margins and the size of type in tables."""

from dataclasses import dataclass, replace

_MM_A_POINT = 25.4 / 72


@dataclass(frozen=True)
class PageSetup:
	"""A page: size and margins in millimetres, the size of type in tables in points, and the padding of their cells.

	`title_pt` and `text_pt` are the sizes of title and running text in points, `text_line` the height of a line of text in its size.
	"""

	orientation: str
	width: float
	height: float
	top: float
	right: float
	bottom: float
	left: float
	type_size: float
	line_height: float = 1.35
	padding_x: float = 0.6
	padding_y: float = 0.9
	title_pt: float = 18
	text_pt: float = 12
	text_line: float = 1.6

	@property
	def text_width(self) -> float:
		return self.width - self.left - self.right

	@property
	def text_height(self) -> float:
		return self.height - self.top - self.bottom

	@property
	def em(self) -> float:
		"""The width of a Chinese character in tables, in millimetres."""
		return self.type_size * _MM_A_POINT


LANDSCAPE = PageSetup("landscape", 297, 210, top=14, right=13, bottom=15, left=13, type_size=8.5)
PORTRAIT = PageSetup("portrait", 210, 297, top=20, right=22, bottom=18, left=24, type_size=9.5, padding_y=1.2)
LETTER = PageSetup(
	orientation="portrait",
	width=210,
	height=297,
	top=37,
	right=26,
	bottom=35,
	left=28,
	type_size=10.5,
	padding_y=1.2,
	title_pt=22,
	text_pt=16,
	text_line=28.95 / 16,
)
"""The page of official letters (GB/T 9704-2012): 156 by 225 mm of text, 22 lines of 28 characters."""

BOOK_PORTRAIT = replace(PORTRAIT, left=27, right=19)
BOOK_LANDSCAPE = replace(LANDSCAPE, top=20)
"""The same with room for the binding: at the left of a page, and at the head of one that lies across."""

PAGES = {page.orientation: page for page in (LANDSCAPE, PORTRAIT)}
"""The pages of sheets and registers, by their orientation."""
