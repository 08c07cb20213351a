"""Keeping the stored findings of a chunk of branches equal to what a run found, in a fixed number of queries.

Only what differs is written: a finding that says the same as before keeps its row untouched, `modified` included, so
`checked_on` is the time since when it has said so; when the check last ran stands in the settings. Findings of clauses
that do not apply are not stored: they say nothing, and would be most of the rows. What a run no longer finds (the
clause was switched off, the meeting was cancelled) is deleted: findings are derived and can be computed again, and what
was reported at the time stays in the frozen reports.

What a row says is compared by its checksum, a branch at a time, so that of branches in which nothing changed no row is
read at all. A row is sent as JSON, one parameter for thousands of rows: it is put into words once, for checksum and table.
"""

import json
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

import frappe
from frappe.utils import now_datetime

from party_affairs.compliance import summary
from party_affairs.compliance.lines import STORED, Line
from party_affairs.facts.duties import findings
from party_affairs.facts.duties.findings import Digest
from party_affairs.rows import write_over
from party_affairs.rules.periods import Period

FINDING = findings.FINDING
KEY_FIELDS = Line._fields[:4]
_ROWS_A_STATEMENT = 2000
_KINDS = {
	**dict.fromkeys(("period_start", "period_end", "due_date"), "date"),
	**dict.fromkeys(("message", "remedy", "evidence"), "longtext"),
}
_SENT = {
	"name": "varchar(140)",
	"checksum": "bigint",
	**{column: _KINDS.get(column, "varchar(140)") for column in STORED},
}
_BRANCH = STORED.index("branch")
_UNSIGNED = 2**64 - 1
_NO_DIGEST = Digest(0, 0)

T = TypeVar("T")


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
	branches: Sequence[str],
	year: Period,
	lines: Iterable[Line],
	unchecked: Collection[tuple[str, str]] = (),
) -> Changes:
	"""Make the stored findings of `branches` for `year` equal to `lines`, but for clauses that were not checked.

	`unchecked` are pairs of a branch and a clause: what was found of them before stays.

	A finding is known by its key, not by its name or branch: one that another branch answered for is taken over. Two runs
	at once cannot store a finding twice, since the key is a unique index, nor delete what the other has just taken over.
	"""
	wanted: dict[str, dict[int, tuple[Line, str]]] = {branch: {} for branch in branches}
	for line in lines:
		text = line.json()
		wanted[line.branch][_checksum(text)] = (line, text)
	stored = findings.digests(branches, year)
	open_branches = [
		branch for branch in branches if stored.get(branch, _NO_DIGEST) != _digest(wanted[branch])
	]
	unchanged = sum(len(wanted[branch]) for branch in branches) - sum(
		len(wanted[branch]) for branch in open_branches
	)
	to_write = {checksum: said for branch in open_branches for checksum, said in wanted[branch].items()}
	left: list[str] = []
	if any(branch in stored for branch in open_branches):
		for name, checksum in findings.checksums(open_branches, year):
			if to_write.pop(checksum, None) is None:
				left.append(name)
			else:
				unchanged += 1
	changed = _says_otherwise(left, to_write.values())
	kept = findings.of_clauses(left, unchecked) if unchecked else ()
	stale = [name for name in left if name not in changed and name not in kept]
	_delete(stale, branches)
	created = _write(to_write)
	# Of all: another run may have taken a finding over since, which is no difference here.
	summary.keep(branches, year)
	return Changes(created, len(to_write) - created, unchanged, len(stale))


def differences(
	branches: Sequence[str], year: Period, lines: Iterable[Line]
) -> dict[str, list[tuple[str | None, str | None]]]:
	"""Return by branch what is stored and what is found (JSON, None: nothing) of each finding in which they differ.

	One query where they agree.
	"""
	found: dict[str, dict[int, str]] = {branch: {} for branch in branches}
	for line in lines:
		if line.branch in found:
			text = line.json()
			found[line.branch][_checksum(text)] = text
	stored = findings.digests(branches, year)
	differing = [branch for branch in branches if stored.get(branch, _NO_DIGEST) != _digest(found[branch])]
	told: dict[str, list[tuple[str | None, str | None]]] = {}
	before: dict[tuple, tuple[str, str]] = {}
	if differing:
		for row in findings.stored(differing, year, STORED):
			text = Line(*row, title="").json()
			if found[row[_BRANCH]].pop(_checksum(text), None) is None:
				before[row[: len(KEY_FIELDS)]] = (row[_BRANCH], text)
	for branch in differing:
		for text in found[branch].values():
			_branch, was = before.pop(tuple(json.loads(text)[: len(KEY_FIELDS)]), (branch, None))
			told.setdefault(branch, []).append((was, text))
	for branch, text in before.values():
		told.setdefault(branch, []).append((text, None))
	return told


def _checksum(text: str) -> int:
	return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _digest(said: Iterable[int]) -> Digest:
	count = together = 0
	for checksum in said:
		count += 1
		together ^= checksum
	return Digest(count, together & _UNSIGNED)


def _says_otherwise(names: Sequence[str], said: Iterable[tuple[Line, str]]) -> set[str]:
	"""Return those of the stored findings `names` that are still found, in other words."""
	found: set[str] = set()
	if not names:
		return found
	wanted = {line.key for line, _text in said}
	for part in _parts(names) if wanted else ():
		found.update(name for key, name in findings.keys(part).items() if key in wanted)
	return found


def _delete(names: Sequence[str], branches: Sequence[str]) -> None:
	for part in _parts(names):
		# By its branch as well: what another run has taken over in the meantime is not ours to delete.
		frappe.db.delete(FINDING, {"name": ["in", part], "branch": ["in", list(branches)]})


def _write(said: dict[int, tuple[Line, str]]) -> int:
	"""Write rows, over those of the same key; return how many there were none of."""
	created = 0
	for part in _parts(said.items()):
		now, user = now_datetime(), frappe.session.user
		rows = [
			f'["{name}",{checksum},{text[1:]}'
			for name, (checksum, (_line, text)) in zip(_names(len(part)), part, strict=True)
		]
		new = {"creation": now, "owner": user}
		created += write_over(
			FINDING, _SENT, rows, {"modified": now, "checked_on": now, "modified_by": user}, new
		)
	return created


def _names(number: int) -> list[str]:
	"""Return names that nobody else makes up, one after the other, so that the table grows at its end."""
	moment = f"{time.time_ns() // 1_000_000:011x}{secrets.token_hex(2)}"
	return [f"{moment}{position:05x}" for position in range(number)]


def _parts(values: Iterable[T]) -> Iterator[list[T]]:
	iterator = iter(values)
	while part := list(islice(iterator, _ROWS_A_STATEMENT)):
		yield part
