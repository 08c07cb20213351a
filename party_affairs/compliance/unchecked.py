"""What the last check of a year could not check: clauses everywhere, single clauses of a branch, or a whole branch.

Their stored findings are those of an earlier check: they are shown, and counted neither as met nor as missed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from party_affairs.compliance.duties import duties_and_breakages
from party_affairs.compliance.states import clauses_in
from party_affairs.facts.duties import touched
from party_affairs.rules.periods import Period


@dataclass(frozen=True)
class Unchecked:
	"""Clauses that could be checked nowhere, and by branch those that could not be there (none named: nothing could)."""

	everywhere: tuple[str, ...]
	by_branch: Mapping[str, tuple[str, ...]]

	def covers(self, branch: str, rule: str) -> bool:
		"""Whether a clause could not be checked in a branch."""
		if rule in self.everywhere:
			return True
		rules = self.by_branch.get(branch)
		return rules is not None and (not rules or rule in rules)


def unchecked_of(year: Period, branches: Collection[str]) -> Unchecked:
	"""Return what could not be checked of a calendar year in `branches`."""
	_duties, breakages = duties_and_breakages(year)
	broken = touched.broken(year.start.year, branches)
	return Unchecked(
		tuple(breakage.rule for breakage in breakages),
		{branch: clauses_in(error) for branch, error in broken.items()},
	)
