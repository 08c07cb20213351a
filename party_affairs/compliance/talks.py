"""Clauses R41 and R42 outside of a check: which talks are still to be held, as the check would judge them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.compliance.duties import clause_here, judge_clause
from party_affairs.facts import load
from party_affairs.rules.findings import Finding, Trigger
from party_affairs.rules.message import Message
from party_affairs.rules.periods import period_of
from party_affairs.rules.texts.facts import TalkFacts
from party_affairs.rules.texts.talks import labels, lacking

OPEN = ("due", "missed")
_REGULAR, _OCCASIONS = "R41", "R42"


@dataclass(frozen=True)
class OpenTalks:
	"""What is open: occasions with what called for them, and branches with the talks of each of their members."""

	occasions: tuple[tuple[Finding, Trigger], ...]
	branches: tuple[tuple[Finding, TalkFacts], ...]
	times: int


def judge(branches: Sequence[str], day: date) -> OpenTalks:
	"""Return what is open in `branches` in the year of `day` as of that day: a fixed number of queries.

	The clauses are asked with the site's parameters, also where the site has switched them off. Permissions are the
	caller's business.
	"""
	year, known = period_of("year", day), load(branches, day)
	regular, occasions = clause_here(_REGULAR, year), clause_here(_OCCASIONS, year)
	triggers = {(trigger.doctype, trigger.name): trigger for trigger in known.triggers(occasions.trigger)}
	asked = judge_clause(occasions, known, year, day, known.calendar)
	facts = known.facts(TalkFacts, day)
	states = judge_clause(regular, known, year, day, known.calendar)
	return OpenTalks(
		occasions=tuple(
			(finding, triggers[finding.subject_doctype, finding.subject])
			for finding in asked
			if finding.status in OPEN
		),
		branches=tuple(
			(finding, facts[finding.subject]) for finding in states if finding.status != "not_applicable"
		),
		times=regular.parameters.get("times", 1),
	)


def lacking_of(member: str, branch: str, day: date) -> tuple[Message, ...]:
	"""Return in which pairs a member of `branch` has had no talk yet in the year of `day`, as the check of R41 would say.

	A fixed number of queries. Permissions are the caller's business.
	"""
	clause, known = clause_here(_REGULAR, period_of("year", day)), load([branch], day)
	facts = known.facts(TalkFacts, day).get(branch, TalkFacts())
	found = {person.name: pairs for person, pairs in lacking(facts.people, clause.parameters.get("times", 1))}
	return labels(found.get(member, ()))
