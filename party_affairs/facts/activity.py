"""When something existed: spans of days with both ends included, and None for an open end."""

from datetime import date

from party_affairs.permissions.scope import ON_REGISTER


def later(*days: date | None) -> date | None:
	"""Return the latest of the days that are known."""
	return max((day for day in days if day), default=None)


def earlier(*days: date | None) -> date | None:
	"""Return the earliest of the days that are known."""
	return min((day for day in days if day), default=None)


def covers(first: date | None, last: date | None, day: date) -> bool:
	"""Whether the span from `first` to `last` holds `day`."""
	return (first is None or first <= day) and (last is None or day <= last)


def last_day_of_branch(row) -> date | None:
	"""Return the last day of a Party organisation, None while it exists."""
	return row.dissolved_on if row.status == "Dissolved" else None


def last_day_of_member(row) -> date | None:
	"""Return a member's last day in his branch, None while he is on register."""
	return None if row.status in ON_REGISTER else row.left_branch_on


def is_dated(row) -> bool:
	"""Whether the span of a dissolved branch or a departed member is known: without its end nothing can be asked."""
	if "dissolved_on" in row:
		return row.status != "Dissolved" or bool(row.dissolved_on)
	return row.status in ON_REGISTER or bool(row.left_branch_on)
