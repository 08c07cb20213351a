"""What is judged of dues (R59)."""

from collections.abc import Mapping

from party_affairs.rules.dues.facts import DuesFacts
from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message

_MONTHS_NAMED = 3


def _dues_recorded(facts: DuesFacts, parameters: Parameters) -> Outcome:
	"""Standard, sum and day of payment are recorded for each month that is over. A member's own dates say which months are asked."""
	asked, record = facts.dues_asked, facts.dues_record
	lacking = tuple(month.title for month in asked if month.key not in record.recorded)
	if lacking:
		found = len(asked) - len(lacking)
		if len(lacking) <= _MONTHS_NAMED:
			message = Message("No standard and sum of dues recorded for {months}.", months=lacking)
		else:
			message = Message(
				"No standard and sum of dues recorded for {number} of {asked} months, the first {month}.",
				number=len(lacking),
				asked=len(asked),
				month=lacking[0],
			)
		return Outcome(False, len(asked), found, message)
	undated = tuple(month.title for month in asked if month.key in record.undated)
	if undated:
		return Outcome(
			False,
			len(asked),
			len(asked) - len(undated),
			Message("The day of payment is not recorded for {months}.", months=undated),
		)
	return Outcome(
		True,
		len(asked),
		len(asked),
		Message("Standard, sum and day of payment are recorded for {asked} month(s).", asked=len(asked)),
	)


PREDICATES: Mapping[str, Predicate] = {
	"dues_recorded": Predicate(_dues_recorded, DuesFacts),
}
