"""What is judged of dues (R59)."""

from collections.abc import Mapping
from datetime import date

from party_affairs.rules.dues.assessment import ANNUAL, in_force, is_assessed_for
from party_affairs.rules.dues.facts import DuesFacts
from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message
from party_affairs.rules.periods import add_months, period_of

_MONTHS_NAMED = 3


def _dues_recorded(facts: DuesFacts, parameters: Parameters) -> Outcome:
	"""Standard, sum and day of payment are recorded for each month that is over, and the dues were assessed for the year.

	A member's own dates say which months are asked. The assessment is due by `assessed_by` where the branch, or by `dues_mode`
	the site, assesses once a year, by the year's end where it follows the monthly income, and in no case before the month after
	the first one asked is over.
	"""
	asked, record = facts.dues_asked, facts.dues_record
	unassessed, due = _lack_of_assessment(facts, parameters)
	lacking = tuple(month.title for month in asked if month.key not in record.recorded)
	undated = tuple(month.title for month in asked if month.key in record.undated)
	if lacking:
		message = _lacking_sentence(lacking, len(asked))
	elif undated:
		message = Message("The day of payment is not recorded for {months}.", months=undated)
	elif unassessed:
		return Outcome(False, 1, 0, unassessed, due=due)
	else:
		message = Message(
			"Standard, sum and day of payment are recorded for {asked} month(s).", asked=len(asked)
		)
		return Outcome(True, len(asked), len(asked), message)
	if unassessed:
		message = Message("{sentence} {remark}", sentence=message, remark=unassessed)
	return Outcome(False, len(asked), len(asked) - len(lacking or undated), message)


def _lacking_sentence(lacking: tuple[str, ...], asked: int) -> Message:
	if len(lacking) <= _MONTHS_NAMED:
		return Message("No standard and sum of dues recorded for {months}.", months=lacking)
	return Message(
		"No standard and sum of dues recorded for {number} of {asked} months, the first {month}.",
		number=len(lacking),
		asked=asked,
		month=lacking[0],
	)


def _lack_of_assessment(facts: DuesFacts, parameters: Parameters) -> tuple[Message | None, date | None]:
	"""Return what is to be said if nobody assessed the dues for the year, and the last day for it; None if it was done."""
	owing = [month for month in facts.dues_asked if month.key not in facts.dues_record.excused]
	if not owing:
		return None, None
	year, last = owing[0].start.year, owing[-1].start
	if is_assessed_for(year, facts.assessments, last):
		return None, None
	is_annual = (facts.mode or parameters["dues_mode"]) == ANNUAL
	by = parameters["assessed_by"] if is_annual else "12-31"
	newcomer = period_of("month", add_months(owing[0].start, 1)).end
	due = max(date.fromisoformat(f"{year:04d}-{by}"), newcomer)
	old = in_force(facts.assessments, last)
	if old is None:
		return Message("No assessment of the dues was made for {year}.", year=year), due
	return Message(
		"No assessment of the dues was made for {year}: that of {month} runs on.",
		year=year,
		month=f"{old.effective_from:%Y-%m}",
	), due


PREDICATES: Mapping[str, Predicate] = {
	"dues_recorded": Predicate(_dues_recorded, DuesFacts),
}
