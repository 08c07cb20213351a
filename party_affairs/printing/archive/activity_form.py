"""The sheet of an activity in the handbook: the form of guide 一（九）1, filling its page, filled in or to be written into."""

from collections.abc import Sequence
from dataclasses import replace

from party_affairs.printing import block_heights
from party_affairs.printing.page_setup import BOOK_PORTRAIT
from party_affairs.printing.paper import Block, Cell, Grid, Heading, Paper, Text, Title, facts

_LABEL_WIDTH = 17
_ROW_MM = 10
_SLACK_MM = 12
_SHARES = (0.45, 0.3, 0.25)
"""Of the free height: for the content, for what was said, for what was decided; two texts share alike what there is."""
_PADDING_MM, _PADDING_OF_TEXTS_MM = 2.7, 4.3
"""What engines add to the height of a cell, above and below what stands in it (print.css)."""
_CSS = "activity-form"

Pairs = Sequence[tuple[str, str]]


def activity_form(title: str, pairs: Pairs, texts: Pairs) -> Paper:
	"""Return the sheet: labels with values two in a row, then each text beside its label, as high as the page allows.

	Texts that are too long for one page flow below the form.
	"""
	head = replace(facts(pairs, 2, _LABEL_WIDTH), heights=_ROW_MM, css=_CSS)
	grid = Grid((*head.rows, *map(_row, texts)), css=_CSS)
	least = [_height((row,)) for row in grid.rows]
	least[: len(head.rows)] = [max(height, _ROW_MM) for height in least[: len(head.rows)]]
	free = (
		BOOK_PORTRAIT.text_height
		- block_heights.height((Title(title),), BOOK_PORTRAIT)
		- sum(least)
		- _SLACK_MM
	)
	if free < 0:
		flowing = [block for heading, text in texts for block in (Heading(heading), Text(text))]
		return _paper(title, (head, *flowing))
	shares = _SHARES if len(texts) == len(_SHARES) else (1 / max(len(texts), 1),) * len(texts)
	above = len(head.rows)
	heights = [height - _PADDING_MM for height in least[:above]]
	heights += [
		height + free * share - _PADDING_OF_TEXTS_MM
		for height, share in zip(least[above:], shares, strict=True)
	]
	return _paper(title, (replace(grid, heights=tuple(heights)),))


def _row(text: tuple[str, str]) -> tuple[Cell, ...]:
	label, value = text
	return Cell(label, is_fact=True, width=_LABEL_WIDTH), Cell(value, align="left", colspan=3)


def _height(rows: tuple[tuple[Cell, ...], ...]) -> float:
	return block_heights.height((Grid(rows),), BOOK_PORTRAIT)


def _paper(title: str, blocks: Sequence[Block]) -> Paper:
	return Paper(title, (Title(title), *blocks), BOOK_PORTRAIT)
