"""One run shared by all workers of the long queue: whoever is free takes the next part, a subtree or several small ones.

The job that begins a run goes through all parts itself and leaves to others those that they have claimed; at the end it waits
for these, and does again what a killed worker has left. What is done is read from the states of the branches, so any
part may be done twice, late, or by another worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.utils import now_datetime

from party_affairs import jobs
from party_affairs.compliance import runs
from party_affairs.compliance.run import (
	BRANCHES_A_CHUNK,
	Run,
	forget_mended,
	note_last_check,
	tell_of_unchecked,
)
from party_affairs.facts.duties import touched
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.language import in_site_language
from party_affairs.rules.organisation.subtrees import subtrees

BRANCHES_A_PART = BRANCHES_A_CHUNK
_PART = "party_affairs.compliance.parts.help_out"
_WAIT_SECONDS = 60 * 60


def run_shared(
	year: int,
	as_of: date,
	branches: Sequence[str] | None = None,
	*,
	whole: bool | None = None,
	told: str | None = None,
	kind: str | None = None,
) -> dict[str, str]:
	"""Check as `run_compliance` does with `commit`, in a background job, together with all workers that are free.

	The user `told` sees the progress of all of them together. What `kind` of run it is (`runs.kind_of` by default) stands in
	its record. Returns by branch why it could not be checked.
	"""
	kind = kind or runs.kind_of(branches, whole, told)
	began = now_datetime()
	run = Run(year, as_of, whole=True if branches is not None else whole, since=began)
	names = branch_facts.all_names() if branches is None else sorted(set(branches))
	waiting = run.waiting(names)
	with runs.recorded(kind, year, as_of, len(waiting)) as run.record:
		shared = _Shared(run, began, len(waiting), told)
		parts = subtrees(branch_facts.in_tree_order(waiting), BRANCHES_A_PART)
		shared.offer(parts[1:])
		left = [part for part in parts if not shared.do(part)]
		for part in left:
			shared.do(part, wait_seconds=_WAIT_SECONDS)
		of_this_run = set(waiting)
		broken = {branch: error for branch, error in touched.broken(year).items() if branch in of_this_run}
		# What broke in another worker's part is told of by that one.
		tell_of_unchecked(run)
		if branches is None:
			forget_mended(run)
			note_last_check()
		frappe.db.commit()  # nosemgrep: end of a background job's unit of work
		with in_site_language():
			run.record.note_errors(broken, run.check.broken)
	return broken


def help_out(
	year: int,
	as_of: date,
	began: datetime,
	number: int,
	part: list[str],
	whole: bool,
	told: str | None,
	record: str | None = None,
) -> None:
	"""Job: do one part of a run that began at a moment, unless somebody else is at it or has done it."""
	run = Run(year, as_of, whole=whole, since=began)
	run.record = runs.Record(record)
	_Shared(run, began, number, told).do(part)
	tell_of_unchecked(run)


@dataclass(frozen=True)
class _Shared:
	"""A run of `number` branches that `began` at a moment."""

	run: Run
	began: datetime
	number: int
	told: str | None

	def offer(self, parts: Sequence[Sequence[str]]) -> None:
		"""Queue `parts` for whoever is free. Without a queue the run goes on alone."""
		run = self.run
		try:
			for part in parts:
				jobs.enqueue(
					_PART,
					*(run.year, self.began, part[0]),
					**{"year": run.year, "as_of": run.as_of, "began": self.began, "number": self.number},
					**{"part": list(part), "whole": run.whole, "told": self.told},
					record=run.record.name,
				)
		except jobs.QueueError:
			frappe.clear_last_message()
			frappe.logger("party_affairs").warning("The queue is down: one worker checks %s alone.", run.year)

	def do(self, part: Sequence[str], wait_seconds: int = 0) -> bool:
		"""Do what is left of a part; return False if another worker is at it."""
		with jobs.claimed(f"check of {self.run.year} from {part[0]}", wait_seconds) as is_ours:
			if is_ours:
				self.run.over(self.run.waiting(part), commit=True, progress=self._tell if self.told else None)
		return is_ours

	def _tell(self, *_of_this_part: int) -> None:
		done = touched.number_checked_since(self.began, self.run.year)
		frappe.publish_realtime(
			"party_affairs_compliance", {"done": min(done, self.number), "total": self.number}, user=self.told
		)
