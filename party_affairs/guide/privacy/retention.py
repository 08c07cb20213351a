"""How long personal data is kept, by groups of documents, and what of them is forgotten then.

The periods are proposals that a site sets for itself; where a law asks for a least one, it stands as `least_months`. What ledgers
need stays: sums, counts, kinds and days. 个人信息保护法 第十九条: no longer than the purpose asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from party_affairs.guide.data import build, build_one, read, require

_FILE = "privacy/retention.json"


@dataclass(frozen=True)
class Kept:
	"""What is kept of one DocType, and what is forgotten when its time is over.

	The time runs from the first filled-in date of `ended_by`, for rows whose fields have one of the values in `only`. `emptied`
	columns lose their value, `renamed` ones get a placeholder, so do the columns named in `tables` by child table; rows of the child
	tables `removed` go; with `deleted` the whole row goes. `person` is the column that names the member whom it is about (`name`:
	itself); `on_request` is what a member still on register may have forgotten.
	"""

	document_type: str
	person: str | None
	ended_by: tuple[str, ...]
	only: Mapping[str, tuple[str, ...]]
	emptied: tuple[str, ...]
	on_request: tuple[str, ...]
	renamed: tuple[str, ...]
	tables: Mapping[str, tuple[str, ...]]
	removed: tuple[str, ...]
	deleted: bool


@dataclass(frozen=True)
class Group:
	"""Documents that are kept equally long: proposed and least months after they ended, and why."""

	key: str
	months: int
	least_months: int
	reason: str
	documents: tuple[Kept, ...]


def groups() -> tuple[Group, ...]:
	"""Return all groups, in the order in which settings show them."""
	return _GROUPS


def group(key: str) -> Group:
	"""Return a group by its key. Raise `KeyError` if there is none."""
	return {entry.key: entry for entry in _GROUPS}[key]


def placeholder() -> str:
	"""Return what stands where a name stood."""
	return _PLACEHOLDER


def _kept(rows: list[Mapping[str, Any]]) -> tuple[Kept, ...]:
	lists = dict.fromkeys(("ended_by", "emptied", "on_request", "renamed", "removed"), tuple)
	mappings = dict.fromkeys(
		("only", "tables"), lambda of: {key: tuple(values) for key, values in of.items()}
	)
	return tuple(build_one(Kept, row, _FILE, row["document_type"], {**lists, **mappings}) for row in rows)


def _read() -> tuple[tuple[Group, ...], str]:
	data = read(_FILE)
	found = build(Group, data["groups"], _FILE, documents=_kept)
	for entry in found:
		require(entry.months >= entry.least_months, _FILE, entry.key, "months are fewer than least_months")
	return found, data["placeholder"]


_GROUPS, _PLACEHOLDER = _read()
KEYS = tuple(entry.key for entry in _GROUPS)
