"""The columns of a small table, and where its cells stand: worked out once for paper and Word."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from party_affairs.printing.paper import Cell, Grid


class Placed(NamedTuple):
	"""A cell and the column in which it begins; `continues` where a cell of the row above reaches down."""

	column: int
	cell: Cell
	continues: bool = False

	@property
	def end(self) -> int:
		return self.column + self.cell.colspan


def placed(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Placed, ...], ...]:
	"""Return the cells of each row in order, those included that reach down from above."""
	reaching: dict[int, tuple[Cell, int]] = {}
	answer = []
	for row in rows:
		line: list[Placed] = []
		column = 0
		waiting = list(row)
		while waiting or column in reaching:
			if column in reaching:
				cell, left = reaching.pop(column)
				line.append(Placed(column, cell, continues=True))
			else:
				cell, left = waiting.pop(0), 0
				left = cell.rowspan
				line.append(Placed(column, cell))
			if left > 1:
				reaching[column] = (cell, left - 1)
			column += cell.colspan
		answer.append(tuple(line))
	return tuple(answer)


def column_widths(rows: Sequence[Sequence[Cell]]) -> tuple[float, ...]:
	"""Return the columns' shares of the table's width in percent.

	The first cell of a column that states a width decides; a cell over several columns shares what it states among those
	that state none. The others divide what is left.
	"""
	lines = placed(rows)
	number = max((line[-1].end for line in lines if line), default=1)
	widths: list[float | None] = [None] * number
	stated = [each for line in lines for each in line if each.cell.width and not each.continues]
	for each in sorted(stated, key=lambda one: one.cell.colspan):
		open_columns = [column for column in range(each.column, each.end) if widths[column] is None]
		taken = sum(widths[column] or 0 for column in range(each.column, each.end))
		for column in open_columns:
			widths[column] = max(each.cell.width - taken, 1) / len(open_columns)
	free = widths.count(None)
	share = max(100 - sum(width or 0 for width in widths), 3 * free) / free if free else 0
	full = [share if width is None else width for width in widths]
	return tuple(width * 100 / sum(full) for width in full)


def apart(grid: Grid) -> tuple[Grid, ...]:
	"""Return the rows of a small table as tables of their own with the same columns.

	Rows that a cell joins stay together, and the head with the rows below it. The class `part` is that of all but the first.
	"""
	widths = column_widths(grid.rows)
	lines = placed(grid.rows)
	parts = []
	for start, end in _runs(lines, grid.head):
		rows = tuple(
			tuple(
				replace(each.cell, width=sum(widths[each.column : each.end]))
				for each in line
				if not each.continues
			)
			for line in lines[start:end]
		)
		heights = grid.heights[start:end] if isinstance(grid.heights, tuple) else grid.heights
		css = f"{grid.css} part".strip() if start else grid.css
		parts.append(replace(grid, rows=rows, heights=heights, head=0 if start else grid.head, css=css))
	return tuple(parts)


def _runs(lines: Sequence[Sequence[Placed]], head: int) -> Iterator[tuple[int, int]]:
	"""Yield first and end of the rows that stay together."""
	start = 0
	for number in range(1, len(lines) + 1):
		joined = number < len(lines) and any(each.continues for each in lines[number])
		if number > head and not joined:
			yield start, number
			start = number
