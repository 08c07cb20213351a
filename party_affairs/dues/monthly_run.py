"""The monthly run: every member who owes dues for a month has an entry that says how much, of which assessment.

It may be run twice, by two people at once, or again after it was killed: what exists stays. Who has no assessment is
named, not passed over: his dues are for people to assess. Rights are the caller's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import frappe

from party_affairs.dues import assessing, entries
from party_affairs.dues.entries import Stored
from party_affairs.facts.dues import liability as dues_liability
from party_affairs.facts.dues.liability import Liability
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.jobs import Progress, in_chunks
from party_affairs.rules.periods import Period, period_of

BRANCHES_A_CHUNK = 200


@dataclass(frozen=True)
class RunSummary:
	"""What became of a month's entries: how many branches were asked, how many entries are new, existed before or were
	brought up to date, how many of the new ones are exempt, and who owes dues that nobody has assessed."""

	month: date
	branches: int = 0
	made: int = 0
	existing: int = 0
	changed: int = 0
	exempt: int = 0
	unassessed: tuple[Liability, ...] = ()

	def __add__(self, other: "RunSummary") -> "RunSummary":
		return RunSummary(
			self.month,
			self.branches + other.branches,
			self.made + other.made,
			self.existing + other.existing,
			self.changed + other.changed,
			self.exempt + other.exempt,
			self.unassessed + other.unassessed,
		)


class Month(NamedTuple):
	"""A member and the first day of a month."""

	member: str
	first: date


def run_month(
	month: date,
	branches: Sequence[str] | None = None,
	*,
	commit: bool = False,
	progress: Progress | None = None,
) -> RunSummary:
	"""Make the entries of the month in which the day `month` lies, for `branches` (default: all).

	Existing entries stay as they are, unless nothing was paid and their assessment has changed or the member has moved
	since. With `commit`, as in a background job, every chunk is committed, so that a run that was killed loses one chunk
	at most and is completed by running again; a chunk that meets a deadlock with another run is tried again.
	`progress` is told after each chunk how many branches are done, and of how many.
	"""
	period = period_of("month", month)
	names = branch_facts.all_names() if branches is None else sorted(set(branches))
	summary = RunSummary(period.start)
	for part in in_chunks(
		names, BRANCHES_A_CHUNK, lambda chunk: _run_chunk(period, chunk), commit=commit, progress=progress
	):
		summary += part
	return summary


def ensure_entries(pairs: Iterable[tuple[str, date]], branch: str | None = None) -> dict[Month, str]:
	"""Make the entries of (member, month) that are paid in advance, and return the names of all that exist then.

	A month that the member will not owe, as far as is known today, or for which he is not assessed, is left out. `branch`
	limits what is made to entries of that branch.
	"""
	wanted: dict[Period, set[str]] = defaultdict(set)
	for member, month in pairs:
		wanted[period_of("month", month)].add(member)
	members = sorted(set().union(*wanted.values()))
	names = [branch] if branch else _branches_of(members)
	found: dict[Month, str] = {}
	for period, people in sorted(wanted.items()):
		known = entries.stored(people, period)
		missing = sorted(people - set(known))
		if missing:
			owed = dues_liability.liable(period, names, missing)
			entries.make([row for row in owed if row.assessment], period)
			known |= entries.stored(missing, period)
		found |= {Month(member, period.start): entry.name for member, entry in known.items()}
	return found


def _run_chunk(period: Period, branches: Sequence[str]) -> RunSummary:
	owed = dues_liability.liable(period, branches)
	known = entries.stored([row.member for row in owed], period)
	new = [row for row in owed if row.assessment and row.member not in known]
	return RunSummary(
		period.start,
		branches=len(branches),
		made=entries.make(new, period),
		existing=len(known),
		changed=_bring_up_to_date(
			[(known[row.member], row) for row in owed if row.assessment and row.member in known], period
		),
		exempt=sum(not row.assessment.monthly_due for row in new),
		unassessed=tuple(row for row in owed if not row.assessment and row.member not in known),
	)


def _bring_up_to_date(pairs: Iterable[tuple[Stored, Liability]], period: Period) -> int:
	"""Let what a run made earlier, and no money has met, follow moves and changed assessments; return how many did."""
	pairs = [(entry, owed) for entry, owed in pairs if entry.is_of_run]
	moved = [(entry, owed) for entry, owed in pairs if entry.branch != owed.branch]
	changed = [(entry, owed) for entry, owed in pairs if not entry.says(owed, period)]
	entries.move(moved)
	if changed:
		assessing.follow(
			[owed.member for _entry, owed in changed],
			period.start,
			period.start,
			{owed.assessment.name for _entry, owed in changed},
		)
	return len({entry.name for entry, _owed in (*moved, *changed)})


def _branches_of(members: Sequence[str]) -> list[str]:
	rows = frappe.get_all(
		"Party Member", filters={"name": ["in", members]}, pluck="branch", distinct=True, order_by="branch"
	)
	return list(rows)
