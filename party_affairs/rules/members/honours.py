"""Honours (荣誉表彰) of members and branches: where they stand, and when they are in force."""

from datetime import date

LEVELS = (
	*("National Level", "Provincial Level", "Municipal Level", "County Level"),
	*("Industry Level", "Superior Party Organisation", "Branch Level"),
)
"""The levels of an honour, the highest first."""

SUGGESTED, PUT_FORWARD, AWARDED, WITHDRAWN = "Suggested", "Put Forward", "Awarded", "Withdrawn"


def status_of(docstatus: int, put_forward_on: date | str | None) -> str:
	"""Return where an honour stands: suggested by the branch, put forward to whoever awards it, awarded, withdrawn."""
	if docstatus:
		return AWARDED if docstatus == 1 else WITHDRAWN
	return PUT_FORWARD if put_forward_on else SUGGESTED


def is_in_force(awarded_on: date, valid_from: date | None, valid_until: date | None, day: date) -> bool:
	"""Whether an honour may be carried on a day: from its first day, else that of the award, up to its last, if it has one."""
	return (valid_from or awarded_on) <= day and (valid_until is None or day <= valid_until)
