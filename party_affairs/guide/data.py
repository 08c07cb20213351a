"""Reads the guide's data files and builds typed, immutable entries of them.

The files lie beside the modules that hand them out and are read once, when those are imported, so that every later call
is a look-up in memory: `party_affairs.rules` may use these values as defaults and stays free of I/O. Each file is checked
while it is read; a mistake in it raises `GuideDataError` naming the file and the entry.

Entries carry `effective_from` and `effective_to` (both inclusive, `effective_to` None while in force).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
SEVERITIES = ("block", "warn", "info")


class GuideDataError(ValueError):
	"""A data file of the guide contradicts itself: a mistake in this package, not of a user."""


def in_force(entry: Any, on: date) -> bool:
	"""Return whether an entry binds on the day `on`."""
	return entry.effective_from <= on and (entry.effective_to is None or on <= entry.effective_to)


def pick(entries: Iterable[T], on: date | None, what: str) -> T:
	"""Return the newest of the entries that bind on a day (None: of all). Raise `KeyError` naming `what` if there is none."""
	found = [entry for entry in entries if on is None or in_force(entry, on)]
	if not found:
		raise KeyError(f"{what} in force on {on}" if on else what)
	return max(found, key=lambda entry: entry.effective_from)


def build(
	kind: type[T],
	rows: list[Mapping[str, Any]],
	source: str,
	name: str = "key",
	unique: bool = True,
	**convert: Callable,
) -> tuple[T, ...]:
	"""Return the rows of a file as entries of `kind`, their values converted by field.

	`name` is the field by which errors name an entry; with `unique` no two may share it.
	"""
	entries = []
	seen: set[str] = set()
	for row in rows:
		label = str(row.get(name, "?"))
		require(not unique or label not in seen, source, label, "the entry is there twice")
		seen.add(label)
		entries.append(build_one(kind, row, source, label, convert))
	return tuple(entries)


def build_one(
	kind: type[T], row: Mapping[str, Any], source: str, label: str, convert: Mapping[str, Callable]
) -> T:
	"""Return one row as an entry of `kind`. Raise `GuideDataError` if its fields are not exactly those of the kind."""
	expected = {field.name for field in fields(kind)}
	require(set(row) == expected, source, label, f"fields differ from {', '.join(sorted(expected))}")
	convert = {"effective_from": to_date, "effective_to": to_date, **convert}
	values = {key: convert[key](value) if key in convert else value for key, value in row.items()}
	if "effective_to" in values:
		require(
			values["effective_to"] is None or values["effective_from"] <= values["effective_to"],
			source,
			label,
			"effective_to lies before effective_from",
		)
	return kind(**values)


def to_date(text: str | None) -> date | None:
	"""Return the day that an ISO text names, None for None."""
	return None if text is None else date.fromisoformat(text)


def decimal(text: str | None) -> Decimal | None:
	"""Return the number that a text names, None for None."""
	return None if text is None else Decimal(text)


def one_of(value: Any, allowed: tuple[Any, ...], source: str, label: str, field: str) -> None:
	"""Raise `GuideDataError` if the value of an entry's field is not among the allowed ones."""
	require(value in allowed, source, label, f"{field} {value!r} is none of {allowed}")


def require(condition: bool, source: str, label: str, problem: str) -> None:
	"""Raise `GuideDataError` with the file, the entry and the problem if the condition does not hold."""
	if not condition:
		raise GuideDataError(f"{source}, {label}: {problem}")


def read(source: str) -> Mapping[str, Any]:
	"""Return the decoded content of a data file, named by its path inside `guide/`."""
	return json.loads((Path(__file__).parent / source).read_text(encoding="utf-8"))
