"""Small registers of a book that follow each other share a sheet, instead of a few rows on a sheet each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from party_affairs.printing import block_heights
from party_affairs.printing.book import BookPart
from party_affairs.printing.paper import Beside, Block, Cell, Grid, Paper, Space, Table, Title
from party_affairs.printing.table_layout import TableRow

_APART_MM = 6

Parts = Sequence[tuple[BookPart, str]]
"""Parts of a book, each with the record that it shows, empty where it shows none."""


def shared(parts: Parts) -> list[tuple[BookPart, str]]:
	"""Return the parts, registers on the same page setup that have room on one sheet together put on the first one's paper."""
	made: list[tuple[BookPart, str]] = []
	run: list[tuple[BookPart, str]] = []
	for each in parts:
		if run and not _fit([*run, each]):
			made += _on_one_sheet(run)
			run = []
		run.append(each)
	return made + _on_one_sheet(run)


def _fit(run: Parts) -> bool:
	papers = [part.paper for part, _record in run]
	if not all(paper and _is_register(paper) for paper in papers):
		return False
	first = papers[0]
	return all(paper.page == first.page for paper in papers) and block_heights.fits(
		_blocks(papers), first.page
	)


def _is_register(paper: Paper) -> bool:
	"""Whether a paper is a title with one register: what else a section may be keeps its own pages."""
	return len(paper.tables) == 1 and isinstance(paper.blocks[0], Title)


def _on_one_sheet(run: Parts) -> Iterable[tuple[BookPart, str]]:
	if len(run) < 2:
		return run
	(first, record), *others = run
	paper = replace(first.paper, blocks=_blocks([part.paper for part, _record in run]))
	return [
		(replace(first, paper=paper), record),
		*((replace(part, paper=None), each) for part, each in others),
	]


def _blocks(papers: Sequence[Paper]) -> tuple[Block, ...]:
	"""Return the registers one below the other; whose they are, and of which day, stands above the first alone."""
	blocks: list[Block] = []
	for number, paper in enumerate(papers):
		if number:
			blocks.append(Space(_APART_MM))
		blocks += [
			_grid(block, paper) if isinstance(block, Table) else block
			for block in paper.blocks
			if not (number and isinstance(block, Beside))
		]
	return tuple(blocks)


def _grid(table: Table, paper: Paper) -> Grid:
	"""Return a register as a small table that flows with what stands around it."""
	width = sum(column.width_mm for column in table.columns)
	head = tuple(
		Cell(column.label, is_fact=True, width=100 * column.width_mm / width) for column in table.columns
	)
	rows = [_row(row, table) for row in table.rows]
	if not rows:
		rows = [(Cell(table.empty, align="center", colspan=len(table.columns)),)]
	return Grid((head, *rows), style="table", head=1, type_size=paper.page.type_size)


def _row(row: TableRow, table: Table) -> tuple[Cell, ...]:
	if row.is_heading:
		return (Cell(row.cells[0], is_fact=True, align="left", colspan=len(table.columns)),)
	return tuple(
		Cell(text, align=column.align) for text, column in zip(row.cells, table.columns, strict=True)
	)
