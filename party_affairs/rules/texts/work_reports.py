"""Work reports and duty reports (guide 一（三）1（2）, 一（四）5 and 11; R13, R34, R35, R48)."""

from collections.abc import Iterable
from datetime import date

from party_affairs.guide.texts.report_outlines import DUTY_REPORT, WORK_REPORT
from party_affairs.rules import voting
from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, period_of

APPROVED = ("report_approved", "approved_with_opinions")
RESULTS = (*APPROVED, "report_not_approved")
_FIRST_MONTH = {1: 1, 2: 7}


def period(kind: str, year: int, half: int | None = None) -> Period:
	"""Return the period of a report: a half-year (1 or 2) of a work report, the year of a duty report."""
	if kind == DUTY_REPORT:
		return period_of("year", date(year, 1, 1))
	if kind != WORK_REPORT or half not in _FIRST_MONTH:
		raise RuleError("Half of the Year: choose the first or the second half.")
	return period_of("half_year", date(year, _FIRST_MONTH[half], 1))


def check_review(
	result: str, eligible: int, present: int, in_favour: int, against: int = 0, abstained: int = 0
) -> None:
	"""Raise `RuleError` if the assembly could not come to this result with these votes.

	It needs half of those entitled to vote, and approves with more than half of them (branch regulation art. 11).
	"""
	if result not in RESULTS:
		raise RuleError("Result of the review {result} is unknown.", result=repr(result))
	tally = voting.tally("resolution", eligible, present, in_favour)
	votes = (
		in_favour + whole_number(against, Message("Against")) + whole_number(abstained, Message("Abstained"))
	)
	if votes > present:
		raise RuleError(
			"{votes} votes are more than the {present} voters present. Correct the votes.",
			votes=votes,
			present=present,
		)
	if not tally.quorate:
		raise RuleError(
			"Expected {eligible}, present {present}: no quorum, at least {needed} must be present.",
			eligible=eligible,
			present=present,
			needed=tally.needed_to_open,
		)
	if (result in APPROVED) != tally.passed:
		sentence = {"in_favour": in_favour, "needed": tally.needed_to_pass}
		if tally.passed:
			raise RuleError(
				"{in_favour} votes in favour are enough ({needed} are needed): the report was approved. Correct the result or the votes.",
				**sentence,
			)
		raise RuleError(
			"{in_favour} votes in favour are not enough, {needed} are needed: the report was not approved. Correct the result or the votes.",
			**sentence,
		)


def empty_sections(sections: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
	"""Return the titles of the sections (title, content) that say nothing."""
	return tuple(title for title, content in sections if not (content or "").strip())
