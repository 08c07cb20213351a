"""The findings that are stored are summed up by branch, clause and period: pages and cards read these sums."""

from party_affairs.compliance import summary
from party_affairs.compliance.run import BRANCHES_A_CHUNK
from party_affairs.facts.duties.findings import years
from party_affairs.facts.organisation.branches import all_names
from party_affairs.rules.periods import calendar_year


def execute() -> None:
	"""Safe to run twice: only what differs is written."""
	names = all_names()
	for year in years():
		for start in range(0, len(names), BRANCHES_A_CHUNK):
			summary.keep(names[start : start + BRANCHES_A_CHUNK], calendar_year(year))
