"""What is judged of dues (R59).

Facts of a member: `dues_asked`, the months of the year that are over and for which dues are asked, in order;
`dues_record`, a `monthly_dues.DuesRecord` of the months that the ledger of dues holds; `dues_from` (optional), the day of the assembly that admitted the
member: dues are owed from its month.
"""

from collections.abc import Mapping

from party_affairs.rules.judgement import Facts, Outcome, Parameters, Predicate
from party_affairs.rules.message import Message

_MONTHS_NAMED = 3


def _dues_recorded(facts: Facts, parameters: Parameters) -> Outcome:
	"""Standard, sum and day of payment are recorded for each month that is over. A member's own dates say which months are asked."""
	asked, record = facts["dues_asked"], facts["dues_record"]
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
	"dues_recorded": Predicate(_dues_recorded, frozenset({"dues_asked", "dues_record"})),
}
