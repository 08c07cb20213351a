"""A paper as HTML, alike for the Desk's print view and for either PDF engine.

Debian's wkhtmltopdf neither repeats the head of a table nor keeps rows whole, so what stands on a page with a table is laid
out here; the rest flows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import frappe

from party_affairs.printing import block_heights, grids, table_layout
from party_affairs.printing.engine import SHRINKING, shrinks_pages
from party_affairs.printing.page_setup import PageSetup
from party_affairs.printing.paper import (
	KEPT,
	Block,
	Closing,
	Grid,
	Heading,
	PageBreak,
	Paper,
	Signatures,
	Table,
	Text,
	Together,
	address_of,
)

_TEMPLATE = "party_affairs/templates/prints/paper.html"


@dataclass(frozen=True)
class _Sheet:
	"""What begins on a new page: blocks and at most one part of a table that stay whole, and blocks that flow after them."""

	whole: tuple[Block, ...] = ()
	table: table_layout.Table | None = None
	part: table_layout.Sheet | None = None
	empty: str = ""
	after: tuple[Block, ...] = ()
	flow: tuple[Block, ...] = ()


def to_html(paper: Paper) -> str:
	"""Return the part of a page that shows the paper, with its styles; the Desk's print view adds its own frame."""
	return papers_to_html((paper,))


def papers_to_html(papers: Sequence[Paper], between: str = "") -> str:
	"""Return several papers of one page setup as one part, each beginning on a new page.

	`between` is the text of a page put before each paper, by which whoever binds them finds where each begins.
	"""
	context = {
		"page": papers[0].page,
		"papers": [(paper, tuple(_sheets(paper))) for paper in papers],
		"between": between,
		"address_of": address_of,
		"column_widths": grids.column_widths,
		"least_height": block_heights.least_height,
		"pdf_zoom": SHRINKING if shrinks_pages() else None,
	}
	return frappe.render_template(_TEMPLATE, context)


def number_of_sheets(paper: Paper) -> int:
	"""Return on how many sheets the registers of a paper stand: what only flows counts as one."""
	return sum(1 for _sheet in _sheets(paper))


def _sheets(paper: Paper) -> Iterator[_Sheet]:
	"""Yield the sheets of a paper: one a page break, and one a page of each table."""
	for blocks in _between_breaks(paper.blocks):
		places = [place for place, block in enumerate(blocks) if isinstance(block, Table)]
		if not places:
			yield _Sheet(flow=kept_together(blocks, paper.page))
			continue
		for number, place in enumerate(places):
			start = 0 if number == 0 else places[number - 1] + 1
			is_last = number == len(places) - 1
			after = blocks[place + 1 :] if is_last else ()
			before = blocks[start:place]
			yield from _sheets_of_table(blocks[place], before, after, paper.page)


def _between_breaks(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
	run: list[Block] = []
	for block in blocks:
		if isinstance(block, PageBreak):
			yield tuple(run)
			run = []
		else:
			run.append(block)
	yield tuple(run)


def _sheets_of_table(
	block: Table, before: tuple[Block, ...], after: tuple[Block, ...], page: PageSetup
) -> Iterator[_Sheet]:
	kept, flow = block_heights.kept_with_table(after, page)
	above = block.above_mm if block.above_mm is not None else block_heights.height(before, page)
	below = block.below_mm if block.below_mm is not None else block_heights.height(kept, page)
	table = table_layout.lay_out(block.columns, block.rows, page, above, below)
	for part in table.sheets:
		yield _Sheet(
			whole=before if part.number == 1 else (),
			table=table if part.rows or part.number == 1 else None,
			part=part,
			empty=block.empty,
			after=kept if part.is_last else (),
			flow=kept_together(flow, page) if part.is_last else (),
		)


def kept_together(blocks: Sequence[Block], page: PageSetup) -> tuple[Block, ...]:
	"""Return the blocks with those in one that stay on one page: a heading with what it heads, signatures with what they sign.

	Of a text its first or last paragraph stays, of anything else the whole, if it takes no more than half a page.
	"""
	kept: list[Block] = []
	for block in _in_whole_rows(blocks, page):
		heads = _headings_at_end(kept)
		if heads and not isinstance(block, Heading):
			first, rest = _first_of(block, page)
			if first:
				kept[-len(heads) :] = [Together((*heads, first), css=KEPT)]
			kept += rest
		elif isinstance(block, Signatures | Closing) and kept:
			before, last = _last_of(kept.pop(), page)
			kept += [*before, Together((*last, block), css=KEPT)]
		else:
			kept.append(block)
	return tuple(kept)


def _in_whole_rows(blocks: Sequence[Block], page: PageSetup) -> Iterator[Block]:
	"""Yield the blocks, small tables that take more than half a page row by row: each row stays on one page."""
	for block in blocks:
		if isinstance(block, Grid) and not _is_short(block, page):
			for part in grids.apart(block):
				yield Together((part,), css=KEPT)
		elif isinstance(block, Grid):
			yield Together((block,), css=KEPT)
		else:
			yield block


def _headings_at_end(blocks: Sequence[Block]) -> list[Block]:
	heads: list[Block] = []
	for block in reversed(blocks):
		if not isinstance(block, Heading):
			break
		heads.insert(0, block)
	return heads


def _first_of(block: Block, page: PageSetup) -> tuple[Block | None, tuple[Block, ...]]:
	if isinstance(block, Text) and len(block.paragraphs) > 1:
		first, *rest = block.paragraphs
		return replace(block, text=first), (replace(block, text="\n".join(rest)),)
	if _is_short(block, page):
		return block, ()
	return None, (block,)


def _last_of(block: Block, page: PageSetup) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
	if isinstance(block, Together):
		return ((), block.blocks) if _is_short(block, page) and block.css == KEPT else ((block,), ())
	if isinstance(block, Text) and len(block.paragraphs) > 1:
		*rest, last = block.paragraphs
		return (replace(block, text="\n".join(rest)),), (replace(block, text=last),)
	return ((), (block,)) if _is_short(block, page) else ((block,), ())


def _is_short(block: Block, page: PageSetup) -> bool:
	return block_heights.height((block,), page) <= page.text_height / 2
