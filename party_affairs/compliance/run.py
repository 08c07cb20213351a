"""The check: all duties over all branches, chunk by chunk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

import frappe
from frappe import _
from frappe.utils import now

from party_affairs import facts, touches
from party_affairs.compliance import duties, runs, states, store
from party_affairs.compliance.duties import Breakage
from party_affairs.compliance.lines import Line, Wording
from party_affairs.compliance.store import Changes
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.duties import touched
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide.registry import KINDS
from party_affairs.jobs import Progress, in_chunks, is_passing
from party_affairs.language import in_site_language
from party_affairs.rules.linked import links_of
from party_affairs.rules.periods import Period, calendar_year
from party_affairs.settings import SETTINGS, workdays

BRANCHES_A_CHUNK = 40
_SAVEPOINT = "before_branches_were_checked"
_UNPROVEN_SHOWN = 20


@dataclass(frozen=True)
class RunSummary:
	"""What a run did: how many branches it answers for, and what became of the stored findings.

	`checked` is how many of the branches were looked at; `broken` says by branch why it could not be checked, `unchecked`
	which clauses could not be. Findings of both stay as they were.
	"""

	year: int
	as_of: date
	branches: int = 0
	changes: Changes = field(default_factory=Changes)
	checked: int = 0
	broken: Mapping[str, str] = field(default_factory=dict)
	unchecked: tuple[Breakage, ...] = ()


def run_compliance(
	year: int,
	as_of: date,
	branches: Sequence[str] | None = None,
	*,
	whole: bool | None = None,
	commit: bool = False,
	progress: Progress | None = None,
	kind: str | None = None,
) -> RunSummary:
	"""Check the calendar year `year` as it stands on `as_of` and store the findings of `branches` (default: all).

	`branches` that are named are all looked at. Of all the others those are, of whose findings something may say otherwise by
	now, unless the run is `whole`, which it is of years that are not kept current; a whole run of a year that is holds both ways
	together, and logs where they differ. Permissions are the caller's business. With `commit`, as in a background job, every
	chunk is committed, so that a run that was killed loses one chunk at most and is repaired by running again; a chunk that meets a
	deadlock with another run is tried again. `progress` is told after each chunk how many branches are done, and of how many.
	A run of a `kind` (`compliance.runs`) is recorded.
	"""
	run = Run(year, as_of, whole=True if branches is not None else whole)
	names = branch_facts.all_names() if branches is None else sorted(set(branches))
	waiting = run.waiting(names)
	with runs.recorded(kind, year, as_of, len(waiting), commit=commit) as run.record:
		changes = run.over(waiting, commit=commit, progress=progress)
		tell_of_unchecked(run)
		if branches is None:
			forget_mended(run)
			note_last_check()
			if commit:
				frappe.db.commit()  # nosemgrep: end of a background job's unit of work
		with in_site_language():
			run.record.note_errors(run.broken, [run.unchecked[rule] for rule in sorted(run.unchecked)])
	unchecked = tuple(run.unchecked[rule] for rule in sorted(run.unchecked))
	return RunSummary(year, as_of, len(names), changes, len(waiting), run.broken, unchecked)


def tell_of_unchecked(run: "Run") -> None:
	"""Keep with its clause why it could not be checked."""
	known = rule_facts.problems()
	for rule, breakage in run.unchecked.items():
		if known.get(rule) != breakage.sentence:
			frappe.db.set_value("Guide Rule", rule, "check_problem", breakage.sentence, update_modified=False)


def forget_mended(run: "Run") -> None:
	"""After a run over all branches: forget why clauses could not be checked that now could, whichever worker did it."""
	years = {run.year, *touches.years_kept()}
	errors = [error for year in years for error in touched.broken(year).values()]
	broken = {rule for error in errors for rule in states.clauses_in(error)} | {
		breakage.rule for breakage in run.check.broken
	}
	for rule in set(rule_facts.problems()) - broken:
		frappe.db.set_value("Guide Rule", rule, "check_problem", None, update_modified=False)


def note_last_check() -> None:
	"""Note that the duties of all branches were checked now."""
	# Not through the document: an administrator who has the settings open must still be able to save them.
	frappe.db.set_single_value(SETTINGS, "last_compliance_run", now(), update_modified=False)


@dataclass(frozen=True)
class Judged:
	"""What is found for some branches.

	`changes_on` gives by branch the next day on which time alone may change what is said of it, None: never; `unchecked` the
	clauses that could not be checked, each with its branch.
	"""

	lines: list[Line]
	changes_on: dict[str, date | None]
	unchecked: tuple[tuple[str, Breakage], ...] = ()


class Run:
	"""One year's check, over any branches in any order and number: it may be shared among several workers.

	`since` is when a run that looks at everything has begun: what was checked by then is still to come.
	"""

	def __init__(
		self, year: int, as_of: date, *, whole: bool | None = None, since: datetime | None = None
	) -> None:
		self.check = Check(year)
		self.as_of, self.since = as_of, since
		self.is_kept = year in touches.years_kept()
		self.whole = not self.is_kept if whole is None else whole
		self.mark = states.fingerprint(self.check.duties, self.check.calendar)
		self.record = runs.Record()
		self.broken: dict[str, str] = {}
		self.unchecked: dict[str, Breakage] = {breakage.rule: breakage for breakage in self.check.broken}

	@property
	def year(self) -> int:
		return self.check.year.start.year

	def waiting(self, names: Sequence[str]) -> list[str]:
		"""Return those of the branches `names` that are still to be checked: one query at most."""
		touches.write()
		if not self.whole:
			return touched.to_check(self.year, self.as_of, self.mark, names)
		if self.since is not None:
			return touched.not_checked_since(self.since, self.year, names)
		return list(names)

	def over(
		self, names: Sequence[str], *, commit: bool = False, progress: Progress | None = None
	) -> Changes:
		"""Check the branches `names`, chunk by chunk as `run_compliance` does."""
		changes = Changes()
		with in_site_language():
			for done in in_chunks(
				names, BRANCHES_A_CHUNK, self._recorded_chunk, commit=commit, progress=progress
			):
				changes += done
		return changes

	def _recorded_chunk(self, chunk: Sequence[str]) -> Changes:
		changes = self._chunk(chunk)
		self.record.add(len(chunk), changes)
		return changes

	def _chunk(self, chunk: Sequence[str]) -> Changes:
		"""Check a chunk; if it breaks, branch by branch, so that one bad record stops nobody else."""
		try:
			return self._undone_if_broken(chunk)
		except Exception as error:
			if is_passing(error):
				raise
			if len(chunk) == 1:
				self._note_broken(chunk[0], error)
				return Changes()
		changes = Changes()
		for branch in chunk:
			changes += self._chunk([branch])
		return changes

	def _undone_if_broken(self, chunk: Sequence[str]) -> Changes:
		frappe.db.savepoint(_SAVEPOINT)
		try:
			return self._checked(chunk)
		except Exception as error:
			# A deadlock has undone the savepoint with everything else.
			if not is_passing(error):
				frappe.db.rollback(save_point=_SAVEPOINT)
			raise

	def _checked(self, chunk: Sequence[str]) -> Changes:
		# First what was touched, then the facts: what is written in between is touched anew.
		seen = touched.touches(chunk, self.year, self.as_of)
		settled = set()
		if self.whole and self.is_kept:
			settled = set(chunk) - set(touched.to_check(self.year, self.as_of, self.mark, chunk))
		judged = self.check.judged(chunk, self.as_of)
		settled -= {branch for branch, _breakage in judged.unchecked}
		if settled:
			self._prove(settled, judged.lines)
		kept = {(branch, breakage.rule) for branch, breakage in judged.unchecked}
		changes = store.replace(chunk, self.check.year, judged.lines, kept)
		states.keep(self.year, self.as_of, self.mark, judged.changes_on, self._note_unchecked(judged))
		if seen:
			frappe.db.delete(touched.TOUCH, {"name": ["in", seen]})
		return changes

	def _prove(self, settled: set[str], lines: Sequence[Line]) -> None:
		"""Log where a branch in which nothing should have changed says otherwise: somebody wrote past the touches."""
		for branch, found in store.differences(sorted(settled), self.check.year, lines).items():
			shown = "\n\n".join(
				f"stored: {before}\nfound:  {after}" for before, after in found[:_UNPROVEN_SHOWN]
			)
			frappe.log_error(
				title=f"Nothing touched {branch}, but its check of {self.year} says otherwise",
				message=f"{len(found)} findings differ as of {self.as_of}.\n\n{shown}",
			)

	def _note_unchecked(self, judged: Judged) -> dict[str, str]:
		"""Keep which clauses could not be checked; return by branch the word about those that broke over its records."""
		errors: dict[str, list[str]] = {}
		for branch, breakage in judged.unchecked:
			self.unchecked[breakage.rule] = breakage
			if breakage.stage == duties.JUDGED:
				errors.setdefault(branch, []).append(f"{breakage.rule}: {breakage.sentence}")
		return {branch: "; ".join(sentences) for branch, sentences in errors.items()}

	def _note_broken(self, branch: str, error: Exception) -> None:
		sentence = str(error) or type(error).__name__
		self.broken[branch] = sentence
		frappe.log_error(title=f"{branch} could not be checked for {self.year}")
		states.keep(self.year, self.as_of, self.mark, {branch: None}, {branch: sentence})


class Check:
	"""One year's duties and calendar, read once, and the lines they give for any chunk of branches."""

	def __init__(self, year: int, kinds: Sequence[str] = KINDS) -> None:
		"""`kinds` limits the check to clauses of these kinds, such as `event`."""
		self.year: Period = calendar_year(year)
		found, self.broken = duties.duties_and_breakages(self.year)
		self.duties = [duty for duty in found if duty.clause.kind in kinds]
		self.calendar = workdays()

	def lines(self, branches: Sequence[str], as_of: date) -> list[Line]:
		"""Return what is found for `branches` as of a day, clauses that do not apply left out.

		States are judged on that day, or on the nearest day of the year where it lies outside.
		"""
		return self.judged(branches, as_of).lines

	def judged(self, branches: Sequence[str], as_of: date) -> Judged:
		"""Return what is found for `branches` as of a day, clauses that do not apply left out."""
		day = max(self.year.start, min(as_of, self.year.end))
		known = facts.load(branches, day, self.calendar, as_of)
		found, broken = duties.evaluate(self.duties, known, self.year, as_of, self.calendar)
		changes = {branch: known.changes_on(branch) for branch in branches}
		unchecked = [(branch, breakage) for breakage in self.broken for branch in branches]
		for breakage in broken:
			# One bad record costs its own branch the clause, and no other.
			if len(branches) == 1:
				unchecked.append((branches[0], breakage))
				continue
			(duty,) = (duty for duty in self.duties if duty.clause.id == breakage.rule)
			for branch in branches:
				alone = facts.load([branch], day, self.calendar, as_of)
				of_branch, again = duties.evaluate([duty], alone, self.year, as_of, self.calendar)
				found += of_branch
				unchecked += [(branch, one) for one in again]
		# A few dozen templates are looked up some ten thousand times.
		wording = Wording(cache(_))
		links = links_of((duty.clause for duty in self.duties), (finding for _duty, finding in found))
		lines = []
		for duty, finding in found:
			if finding.status != "not_applicable":
				lines.append(wording.line(duty, finding, links))
			changes_on = finding.changes_on
			if changes_on is not None:
				earliest = changes[finding.branch]
				if earliest is None or changes_on < earliest:
					changes[finding.branch] = changes_on
		return Judged(lines, changes, tuple(unchecked))
