"""How banks and payment services head the columns of their statements, and the words they use in them, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from party_affairs.guide.data import read


@dataclass(frozen=True)
class StatementWords:
	"""The words of `statement_columns.json`.

	`columns` gives the headings of each column; several columns of a kind in `joined` are read together: notes, a day and its time.
	`income`, `expense` and `neither` are what the column of the direction says; `refunds` are words of a state or note by which
	money went back. `note_prefixes` are what a service writes before the payer's own words. A row that begins with one of `footers` is no line of the account.
	A heading with one of `sums` is that of money, unless it has one of `no_sums`.
	"""

	columns: Mapping[str, tuple[str, ...]]
	joined: frozenset[str]
	income: frozenset[str]
	expense: frozenset[str]
	neither: frozenset[str]
	refunds: tuple[str, ...]
	note_prefixes: tuple[str, ...]
	footers: tuple[str, ...]
	sums: tuple[str, ...]
	no_sums: tuple[str, ...]


def words() -> StatementWords:
	"""Return the words by which statements are read."""
	return _WORDS


def _read() -> StatementWords:
	data = read("dues/statement_columns.json")
	return StatementWords(
		columns=MappingProxyType({key: tuple(headings) for key, headings in data["columns"].items()}),
		joined=frozenset(data["joined"]),
		income=frozenset(data["income"]),
		expense=frozenset(data["expense"]),
		neither=frozenset(data["neither"]),
		refunds=tuple(data["refunds"]),
		note_prefixes=tuple(data["note_prefixes"]),
		footers=tuple(data["footers"]),
		sums=tuple(data["sums"]),
		no_sums=tuple(data["no_sums"]),
	)


_WORDS = _read()
