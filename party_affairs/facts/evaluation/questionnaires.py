"""How satisfied people are with a branch (群众满意度高), from questionnaires that were counted and may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from party_affairs.facts.contact import questionnaires as facts
from party_affairs.facts.criteria import of_branches
from party_affairs.rules.contact.questionnaires import mean_of_means, percent

_PURPOSE = "Public Satisfaction"


@dataclass(frozen=True)
class Satisfaction:
	"""What people said about a branch in a year, in which the questionnaires closed.

	`points` is the mean over all questions on the scale, from 0 (very dissatisfied) to 100; `answers` is the number of sheets,
	and `questionnaires` are the names of the records.
	"""

	branch: str
	year: int
	points: Fraction
	answers: int
	questionnaires: tuple[str, ...]


def satisfaction(branches: Sequence[str], first: date, last: date) -> list[Satisfaction]:
	"""Return by branch and year what questionnaires on satisfaction that closed from `first` to `last` add up to: two queries.

	Those with too few answers, or without a question on the scale, are left out.
	"""
	held = {
		row.name: row
		for row in facts.counted(of_branches(branches), first, last)
		if row.purpose == _PURPOSE and row.shown_as == facts.SHOWN
	}
	questions: dict[str, list] = {}
	for row in facts.satisfaction_rows(list(held)):
		questions.setdefault(row.parent, []).append(row)
	by_year: dict[tuple[str, int], list[str]] = {}
	for name in questions:
		by_year.setdefault((held[name].branch, held[name].closes_on.year), []).append(name)
	return [
		_sum(branch, year, names, held, [row for name in names for row in questions[name]])
		for (branch, year), names in sorted(by_year.items())
	]


def _sum(branch: str, year: int, names: list[str], held: dict, rows: list) -> Satisfaction:
	means = [(row.answered, Fraction(str(row.mean))) for row in rows]
	return Satisfaction(
		branch=branch,
		year=year,
		points=percent(mean_of_means(means)),
		answers=sum(held[name].answers for name in names),
		questionnaires=tuple(names),
	)
