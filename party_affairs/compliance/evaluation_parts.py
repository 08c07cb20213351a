"""One evaluation shared by all workers of the long queue: whoever is free takes the next part.

As with the check (`compliance.parts`), the job that begins goes through all parts itself and leaves to others those that they
have claimed; at the end it waits for these, and does again what a killed worker has left. What is done is read from the sheets,
each of which says when it was measured, so any part may be done twice, late, or by another worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from party_affairs import jobs
from party_affairs.compliance.evaluation import Run, note_in_round, version_for
from party_affairs.compliance.run import BRANCHES_A_CHUNK
from party_affairs.facts.evaluation import rounds, schemes, sheets
from party_affairs.facts.organisation.tree import branch_and_below

BRANCHES_A_PART = BRANCHES_A_CHUNK
PROGRESS = "party_affairs_evaluation"
"""The event by which whoever began an evaluation is told how far it is: `done` of `total` sheets."""
_PART = "party_affairs.compliance.evaluation_parts.help_out"
_WAIT_SECONDS = 60 * 60


def evaluate_shared(
	scheme: str,
	year: int,
	as_of: date,
	branches: Sequence[str],
	*,
	told: str | None = None,
	began: datetime | None = None,
) -> dict[str, str]:
	"""Job: make the sheets of a scheme in `branches` as `evaluation.evaluate_all` does, together with all workers that are free.

	The user `told` sees the progress of all of them together. With `began` an evaluation is gone on with that was broken off:
	sheets that were measured since then are done. Returns by branch why its sheets could not be made.
	"""
	return _share(version_for(scheme, year), year, as_of, branches, None, told, began)


def evaluate_round_shared(
	name: str, as_of: date, *, told: str | None = None, began: datetime | None = None
) -> dict[str, str]:
	"""Job: make the sheets of a round as `evaluation.evaluate_round` does, together with all workers that are free."""
	document = frappe.get_doc(rounds.ROUND, name)
	version = frappe.get_cached_doc(schemes.VERSION, document.scheme_version)
	began = get_datetime(began) if began else now_datetime()
	below = branch_and_below(document.branch)
	broken = _share(version, document.year, as_of, below, name, told, began)
	note_in_round(name, as_of, began, broken)
	frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return broken


def help_out(
	version: str,
	year: int,
	as_of: date,
	began: datetime,
	number: int,
	part: list[str],
	round_: str | None,
	told: str | None,
) -> None:
	"""Job: do one part of an evaluation that began at a moment, unless somebody else is at it or has done it."""
	document = frappe.get_cached_doc(schemes.VERSION, version)
	_Shared(Run(document, year, as_of, since=began, round_=round_), began, number, told).do(part)


def _share(
	version,
	year: int,
	as_of: date,
	branches: Sequence[str],
	round_: str | None,
	told: str | None,
	began: datetime | None,
) -> dict[str, str]:
	began = get_datetime(began) if began else now_datetime()
	run = Run(version, year, as_of, since=began, round_=round_)
	subjects = run.subjects(branches)
	names = sorted(set(subjects.values()))
	shared = _Shared(run, began, len(subjects), told)
	parts = [names[start : start + BRANCHES_A_PART] for start in range(0, len(names), BRANCHES_A_PART)]
	with jobs.failure_told_to(told):
		shared.offer(parts[1:])
		left = [part for part in parts if not shared.do(part)]
		for part in left:
			shared.do(part, wait_seconds=_WAIT_SECONDS)
	# What broke in another worker's part is in the Error Log; here it is seen by what was not measured.
	unmeasured = {branch: _("See the Error Log.") for branch in run.unmeasured(subjects)}
	return {**unmeasured, **run.broken}


@dataclass(frozen=True)
class _Shared:
	"""An evaluation of `number` subjects that `began` at a moment."""

	run: Run
	began: datetime
	number: int
	told: str | None

	def offer(self, parts: Sequence[Sequence[str]]) -> None:
		"""Queue `parts` for whoever is free. Without a queue the evaluation goes on alone."""
		run = self.run
		version = run.form.version.name
		try:
			for part in parts:
				jobs.enqueue(
					_PART,
					*(version, run.year, self.began, part[0]),
					**{"version": version, "year": run.year, "as_of": run.as_of, "began": self.began},
					**{"number": self.number, "part": list(part), "round_": run.round, "told": self.told},
				)
		except jobs.QueueError:
			frappe.clear_last_message()
			frappe.logger("party_affairs").warning(
				"The queue is down: one worker evaluates %s alone.", run.year
			)

	def do(self, part: Sequence[str], wait_seconds: int = 0) -> bool:
		"""Do what is left of a part; return False if another worker is at it."""
		run = self.run
		with jobs.claimed(
			f"evaluation by {run.scheme} of {run.year} from {part[0]}", wait_seconds
		) as is_ours:
			if is_ours:
				run.over(part, commit=True, progress=self._tell if self.told else None)
		return is_ours

	def _tell(self, *_of_this_part: int) -> None:
		done = sheets.number_measured_since(self.run.scheme, self.run.year, self.began)
		frappe.publish_realtime(
			PROGRESS, {"done": min(done, self.number), "total": self.number}, user=self.told
		)
