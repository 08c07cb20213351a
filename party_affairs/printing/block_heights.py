"""How high the blocks of a paper become on a page: rather too high than too low, in millimetres.

Only what stands on one page with a table needs to be known beforehand; the rest flows.
"""

from collections.abc import Sequence
from dataclasses import replace

from party_affairs.printing.grids import Placed, column_widths, placed
from party_affairs.printing.page_setup import PageSetup
from party_affairs.printing.paper import (
	Beside,
	Block,
	Cell,
	Closing,
	Contents,
	Cover,
	CutLine,
	Grid,
	Heading,
	Lines,
	Photos,
	Picture,
	Reference,
	Signatures,
	Slips,
	Space,
	Text,
	Title,
	Together,
)
from party_affairs.printing.table_layout import wrap

_MM_A_POINT = 25.4 / 72
_SPREAD = 1.08
_SECOND_PT = 12
_TEXT_PT = {"detail": 11, "notes": 8.5, "how": 10, "code": 17}
_LINE = {"detail": 1.5, "notes": 1.4, "how": 1.5, "code": 1.8}
GRID_PT = {"facts": 11.0, "box": 10.5}
"""The size of type in small tables, by their style; in others it is that of registers."""
GRID_PADDING_MM = {"facts": (1.5, 1.2), "ticks": (0.6, 0.0)}
"""The space beside and above the text of their cells; in others it is that of registers."""
BOX_MM = 24
"""The height of a box that states none."""
SLIP_PADDING_MM = (5.0, 3.0)
"""The space beside and above what stands on a slip."""
SAFE_SHARE = 0.97
"""How much of a page is used where all has to stand on it: engines print a millimetre a little too long."""
CELL_FOOT_MM = 4
"""The space above the lines at the foot of a cell."""
_LONGEST_KEPT_SHARE = 0.5
"""Of the height of a page: what follows a table and is higher flows on by itself."""


def height(blocks: Sequence[Block], page: PageSetup) -> float:
	"""Return how high the blocks are, one below the other."""
	return sum(_height(block, page) for block in blocks)


def fits(blocks: Sequence[Block], page: PageSetup) -> bool:
	"""Return whether blocks have room on one page, whatever the engine adds to a millimetre."""
	return height(blocks, page) <= page.text_height * SAFE_SHARE


def kept_with_table(
	blocks: tuple[Block, ...], page: PageSetup
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
	"""Divide what follows a table into what stays on the page of its last rows, and what flows after it."""
	if height(blocks, page) <= page.text_height * _LONGEST_KEPT_SHARE:
		return blocks, ()
	return (), blocks


def _height(block: Block, page: PageSetup) -> float:
	if isinstance(block, Reference):
		return 9 * _MM_A_POINT * 1.4
	if isinstance(block, Title):
		size = page.title_pt if block.level == 1 else _SECOND_PT
		return _lines(block.text, page, size) * size * _MM_A_POINT * 1.35 + 2
	if isinstance(block, Heading):
		return _lines(block.text, page, page.text_pt) * page.text_pt * _MM_A_POINT * 1.4 + 5
	if isinstance(block, Text):
		size, line = _TEXT_PT.get(block.style, page.text_pt), _LINE.get(block.style, page.text_line)
		lines = sum(_lines(f"　　{paragraph}", page, size) for paragraph in block.paragraphs)
		return lines * size * _MM_A_POINT * line * _SPREAD + 1
	if isinstance(block, Grid):
		return _grid(block, page) + 1
	if isinstance(block, Beside):
		widths = column_widths(block.rows)
		return sum(
			max(_cell_height(each.cell, _share(each, widths), page, 10, 0, 1.35) for each in row) + 1.8
			for row in placed(block.rows)
		)
	if isinstance(block, Signatures):
		return 13
	if isinstance(block, Closing):
		return 10 + 8 * len(block.lines)
	if isinstance(block, Picture):
		return (block.height_mm or (block.width_mm or page.text_width) * 0.6) + 2
	if isinstance(block, Photos):
		return 95 * -(-len(block.photos) // block.across)
	if isinstance(block, Together):
		return height(block.blocks, page) + 2
	if isinstance(block, Slips):
		return slip_height(block, page) * -(-len(block.slips) // block.across)
	if isinstance(block, Cover):
		return page.text_height
	if isinstance(block, Contents):
		return 11 * len(block.entries)
	if isinstance(block, CutLine):
		return 10
	if isinstance(block, Lines):
		return block.number * block.height_mm
	return block.height_mm if isinstance(block, Space) else 0


def slip_height(block: Slips, page: PageSetup) -> float:
	"""Return how high the highest of some slips is, in millimetres."""
	beside, above = SLIP_PADDING_MM
	room = page.text_width / block.across - 2 * beside
	narrow = replace(page, width=room + page.left + page.right)
	return max(block.height_mm, *(height(slip, narrow) for slip in block.slips)) + 2 * above


def _grid(block: Grid, page: PageSetup) -> float:
	size = block.type_size or GRID_PT.get(block.style, page.type_size)
	across, down = GRID_PADDING_MM.get(block.style, (page.padding_x, page.padding_y))
	widths = column_widths(block.rows)
	total = 0.0
	for number, row in enumerate(placed(block.rows)):
		highest = max(
			(
				_cell_height(each.cell, _share(each, widths) * block.width / 100, page, size, across)
				for each in row
				if each.cell.rowspan == 1
			),
			default=0,
		)
		total += max(highest + 2 * down + 0.3, least_height(block, number))
	return total


def least_height(block: Grid, number: int) -> float:
	"""Return the least height of a row of a small table, in millimetres."""
	if isinstance(block.heights, tuple):
		return block.heights[number]
	return block.heights or (BOX_MM if block.style == "box" else 0)


def _share(each: Placed, widths: Sequence[float]) -> float:
	return sum(widths[each.column : each.end])


def _cell_height(
	cell: Cell, share: float, page: PageSetup, size: float, padding: float, line: float = 1.5
) -> float:
	own = cell.type_size or size
	picture = cell.picture.height_mm or 0 if cell.picture else 0
	text = (
		_cell(cell, share, page, own, padding) * own * _MM_A_POINT * line if cell.text or not picture else 0
	)
	foot = (1 + cell.foot.count("\n")) * own * _MM_A_POINT * 1.5 + CELL_FOOT_MM if cell.foot else 0
	return text + picture + foot


def _cell(cell: Cell, share: float, page: PageSetup, size: float, padding: float) -> int:
	"""How many lines a cell takes, `share` percent of the page wide."""
	if cell.upright:
		return len(cell.text)
	return _lines(cell.text, page, size, page.text_width * share / 100 - 2 * padding)


def _lines(text: str, page: PageSetup, size: float, width: float | None = None) -> int:
	return len(wrap(text, width or page.text_width, replace(page, type_size=size)))
