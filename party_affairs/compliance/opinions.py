"""Within how many days an opinion is to be answered (N09), as the site has set it."""

from party_affairs.compliance.duties import duties_in
from party_affairs.guide import registry
from party_affairs.rules.periods import Period

CLAUSE = "N09"


def limit_days(year: Period) -> int:
	"""Return the limit of a calendar year: the site's, and that of this program where the clause was switched off."""
	found = (duty.clause for duty in duties_in(year) if duty.clause.id == CLAUSE)
	clause = next(found, None) or registry.clause(CLAUSE)
	return clause.parameters["limit_days"]
