"""Keeping the stored findings of a chunk of branches equal to what a run found, in a fixed number of queries.

Only what differs is written: a finding that says the same as before keeps its row untouched, `modified` included, so
`checked_on` is the time since when it has said so; when the check last ran stands in the settings. Findings of clauses
that do not apply are not stored: they say nothing, and would be most of the rows. What a run no longer finds (the
clause was switched off, the member moved away, the meeting was cancelled) is deleted: findings are derived and can be
computed again, and what was reported at the time stays in the frozen reports.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

import frappe
from frappe.utils import now_datetime

from party_affairs.compliance.lines import Line
from party_affairs.facts.duties import findings
from party_affairs.rules.periods import Period

FINDING = findings.FINDING
KEY_FIELDS = ("rule", "subject_doctype", "subject", "period_key")
# The clause's title is shown by the link, so it is no column of a finding.
_COLUMNS = tuple(field.name for field in fields(Line) if field.name != "title")
_STANDARD = ("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx", "checked_on")
_NAME_LENGTH = 20
_ROWS_A_STATEMENT = 2000


@dataclass(frozen=True)
class Changes:
	"""How many findings a run created, changed, left as they were and deleted."""

	created: int = 0
	updated: int = 0
	unchanged: int = 0
	deleted: int = 0

	def __add__(self, other: "Changes") -> "Changes":
		return Changes(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def replace(
	branches: Sequence[str], year: Period, lines: Iterable[Line], kept: Collection[str] = ()
) -> Changes:
	"""Make the stored findings of `branches` for `year` equal to `lines`, those of the clauses in `kept` apart.

	A finding is known by its key, not by its name or branch: that of a member who moved here is taken over from his old
	branch. Two runs at once cannot store a finding twice, since the key is a unique index and the second insert is
	ignored.
	"""
	wanted = {line.key: line for line in lines}
	own = findings.stored_of_branches(branches, year, _COLUMNS)
	arrived = findings.stored_of_arrivals(branches, year, _COLUMNS)
	stored = {_key(row): row for row in (*own, *arrived)}
	stale = [row.name for row in own if _key(row) not in wanted and row.rule not in kept]
	changed = [stored[key] for key, line in wanted.items() if key in stored and _differs(stored[key], line)]
	new = [line for key, line in wanted.items() if key not in stored]
	_delete([*stale, *(row.name for row in changed)])
	# A changed row is written anew under its old name: one statement for many rows in every database.
	_insert([(wanted[_key(row)], row) for row in changed] + [(line, None) for line in new])
	return Changes(
		created=len(new),
		updated=len(changed),
		unchanged=len(wanted) - len(new) - len(changed),
		deleted=len(stale),
	)


def _key(row) -> tuple[str, str, str, str]:
	return tuple(row[field] for field in KEY_FIELDS)


def _differs(row, line: Line) -> bool:
	return any((row[column] or "") != (getattr(line, column) or "") for column in _COLUMNS)


def _delete(names: Sequence[str]) -> None:
	for part in _parts(names):
		frappe.db.delete(FINDING, {"name": ["in", part]})


def _insert(rows: Sequence[tuple[Line, Any]]) -> None:
	now, user = now_datetime(), frappe.session.user
	values = [_values(line, row, now, user) for line, row in rows]
	for part in _parts(values):
		frappe.db.bulk_insert(
			FINDING, (*_STANDARD, *_COLUMNS), part, ignore_duplicates=True, chunk_size=len(part)
		)


def _values(line: Line, row: Mapping | None, now, user: str) -> tuple:
	name = row["name"] if row else frappe.generate_hash(length=_NAME_LENGTH)
	creation, owner = (row["creation"], row["owner"]) if row else (now, user)
	standard = (name, creation, now, owner, user, 0, 0, now)
	return (*standard, *(getattr(line, column) for column in _COLUMNS))


def _parts(values: Sequence) -> Iterator[list]:
	iterator = iter(values)
	while part := list(islice(iterator, _ROWS_A_STATEMENT)):
		yield part
