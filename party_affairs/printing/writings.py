"""Papers that are written text, tables or both, alone or bound into one set."""

from dataclasses import dataclass, field

from party_affairs.printing.table_layout import Table


@dataclass(frozen=True)
class Block:
	"""A heading (level 1 or 2, none if empty) and the paragraphs below it."""

	heading: str = ""
	paragraphs: tuple[str, ...] = ()
	level: int = 1


@dataclass(frozen=True)
class Writing:
	"""One paper: its title, facts in two columns, text, then a table divided among sheets, and lines at the end.

	A paper with a table has no `blocks`: the table's sheets are measured from its head.
	"""

	title: str
	facts: tuple[tuple[str, str], ...] = ()
	blocks: tuple[Block, ...] = ()
	table: Table | None = None
	empty: str = ""
	closing: tuple[str, ...] = ()
	signed: bool = field(default=False)


def paragraphs(text: str | None) -> tuple[str, ...]:
	"""Return the paragraphs of a text without blank lines."""
	return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
