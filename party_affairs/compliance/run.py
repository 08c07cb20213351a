"""The check: all duties over all branches, chunk by chunk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import frappe
from frappe import _
from frappe.utils import now

from party_affairs import facts
from party_affairs.compliance import duties, store
from party_affairs.compliance.lines import Line, Wording
from party_affairs.compliance.store import Changes
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide.registry import KINDS
from party_affairs.jobs import Progress, in_chunks
from party_affairs.language import in_site_language
from party_affairs.rules.periods import Period, calendar_year
from party_affairs.settings import SETTINGS, workdays

BRANCHES_A_CHUNK = 40


@dataclass(frozen=True)
class RunSummary:
	"""What a run did: how many branches it covered, and what became of the stored findings."""

	year: int
	as_of: date
	branches: int = 0
	changes: Changes = field(default_factory=Changes)


def run_compliance(
	year: int,
	as_of: date,
	branches: Sequence[str] | None = None,
	*,
	commit: bool = False,
	progress: Progress | None = None,
) -> RunSummary:
	"""Check the calendar year `year` as it stands on `as_of` and store the findings of `branches` (default: all).

	Permissions are the caller's business. With `commit`, as in a background job, every chunk is committed, so that a run
	that was killed loses one chunk at most and is repaired by running again; a chunk that meets a deadlock with another
	run is tried again. `progress` is told after each chunk how many branches are done, and of how many.
	"""
	check = Check(year)
	names = branch_facts.all_names() if branches is None else sorted(set(branches))
	changes = Changes()
	with in_site_language():
		for stored in in_chunks(
			names,
			BRANCHES_A_CHUNK,
			lambda chunk: store.replace(chunk, check.year, check.lines(chunk, as_of)),
			commit=commit,
			progress=progress,
		):
			changes += stored
	if branches is None:
		# Not through the document: an administrator who has the settings open must still be able to save them.
		frappe.db.set_single_value(SETTINGS, "last_compliance_run", now(), update_modified=False)
		if commit:
			frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return RunSummary(year, as_of, len(names), changes)


class Check:
	"""One year's duties and calendar, read once, and the lines they give for any chunk of branches."""

	def __init__(self, year: int, kinds: Sequence[str] = KINDS) -> None:
		"""`kinds` limits the check to clauses of these kinds, such as `event`."""
		self.year: Period = calendar_year(year)
		self.duties = [duty for duty in duties.duties_in(self.year) if duty.clause.kind in kinds]
		self.calendar = workdays()

	def lines(self, branches: Sequence[str], as_of: date) -> list[Line]:
		"""Return what is found for `branches` as of a day, clauses that do not apply left out.

		States are judged on that day, or on the nearest day of the year where it lies outside.
		"""
		day = max(self.year.start, min(as_of, self.year.end))
		known = facts.load(branches, day, self.calendar, as_of)
		found = duties.evaluate(self.duties, known, self.year, as_of, self.calendar)
		# A few dozen templates are looked up some ten thousand times.
		wording = Wording(cache(_))
		return [wording.line(duty, finding) for duty, finding in found if finding.status != "not_applicable"]
