"""The check: all duties over all branches, chunk by chunk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import frappe
from frappe import _
from frappe.utils import now

from party_affairs import facts
from party_affairs.compliance import duties, store
from party_affairs.compliance.duties import Breakage
from party_affairs.compliance.lines import Line, line_of
from party_affairs.compliance.store import Changes
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide.registry import KINDS
from party_affairs.jobs import Progress, in_chunks
from party_affairs.language import in_site_language
from party_affairs.rules.findings import Finding
from party_affairs.rules.periods import Period, calendar_year
from party_affairs.settings import SETTINGS, workdays

BRANCHES_A_CHUNK = 200


@dataclass(frozen=True)
class RunSummary:
	"""What a run did: how many branches it covered, what became of the stored findings, and which clauses were not checked."""

	year: int
	as_of: date
	branches: int = 0
	changes: Changes = field(default_factory=Changes)
	broken: tuple[Breakage, ...] = ()


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
	changes, broken = Changes(), set(check.broken)

	def check_chunk(chunk: Sequence[str]) -> Changes:
		judged = check.judged(chunk, as_of)
		broken.update(judged.broken)
		kept = {breakage.rule for breakage in judged.broken}
		return store.replace(chunk, check.year, judged.lines, kept)

	with in_site_language():
		for stored in in_chunks(names, BRANCHES_A_CHUNK, check_chunk, commit=commit, progress=progress):
			changes += stored
		tell_of_broken(broken, every=branches is None)
	if branches is None:
		# Not through the document: an administrator who has the settings open must still be able to save them.
		frappe.db.set_single_value(SETTINGS, "last_compliance_run", now(), update_modified=False)
		if commit:
			frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return RunSummary(
		year, as_of, len(names), changes, tuple(sorted(broken, key=lambda breakage: breakage.rule))
	)


@dataclass(frozen=True)
class Judged:
	"""What is found for some branches: the lines, the clauses that could not be checked, and when time alone changes it.

	`changes_on` gives by branch the next day on which something may be found that is not found now, though nobody enters
	anything; a branch without such a day is not in it.
	"""

	lines: list[Line]
	broken: tuple[Breakage, ...]
	changes_on: Mapping[str, date]


def tell_of_broken(broken: Iterable[Breakage], every: bool) -> None:
	"""Keep with its clause why it could not be checked; a run of `every` branch forgets what is mended."""
	known, now_broken = rule_facts.problems(), {breakage.rule: breakage.sentence for breakage in broken}
	for rule, sentence in now_broken.items():
		if known.get(rule) != sentence:
			frappe.db.set_value("Guide Rule", rule, "check_problem", sentence, update_modified=False)
	for rule in set(known) - set(now_broken) if every else ():
		frappe.db.set_value("Guide Rule", rule, "check_problem", None, update_modified=False)


class Check:
	"""One year's duties and calendar, read once, and the lines they give for any chunk of branches."""

	def __init__(self, year: int, kinds: Sequence[str] = KINDS) -> None:
		"""`kinds` limits the check to clauses of these kinds, such as `event`."""
		self.year: Period = calendar_year(year)
		found, self.broken = duties.duties_and_breakages(self.year)
		self.duties = [duty for duty in found if duty.clause.kind in kinds]
		self.calendar = workdays()

	def lines(self, branches: Sequence[str], as_of: date) -> list[Line]:
		"""Return what is found for `branches` as of a day, clauses that do not apply left out."""
		return self.judged(branches, as_of).lines

	def judged(self, branches: Sequence[str], as_of: date) -> Judged:
		"""Return what is found for `branches` as of a day, clauses that do not apply left out.

		States are judged on that day, or on the nearest day of the year where it lies outside.
		"""
		day = max(self.year.start, min(as_of, self.year.end))
		known = facts.load(branches, day, self.calendar, as_of)
		found, broken = duties.evaluate(self.duties, known, self.year, as_of, self.calendar)
		# A few dozen sentences are looked up some ten thousand times.
		translate = cache(_)
		return Judged(
			lines=[
				line_of(duty, finding, translate)
				for duty, finding in found
				if finding.status != "not_applicable"
			],
			broken=(*self.broken, *broken),
			changes_on=_changes(branches, known, (finding for _duty, finding in found)),
		)


def _changes(branches: Sequence[str], known: facts.Known, findings: Iterable[Finding]) -> dict[str, date]:
	changes = {branch: day for branch in branches if (day := known.changes_on(branch))}
	for finding in findings:
		day = finding.changes_on
		if day is not None and day > known.as_of:
			before = changes.get(finding.branch)
			if before is None or day < before:
				changes[finding.branch] = day
	return changes
