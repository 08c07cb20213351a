"""Since when an organisation keeps its records here: nothing is asked of it for the time before."""

from datetime import date

from party_affairs.rules.periods import calendar_year, period_of


def begin_in(entered_on: date) -> date:
	"""Return the day from which a new organisation is asked: the first of the month in which it was entered."""
	return period_of("month", entered_on).start


def settled_by(begun: date) -> date:
	"""Return the last day on which an organisation may put in order what is asked of it at any time: the end of its first month.

	Who is entered today has neither posts nor lists yet, and has missed nothing by that.
	"""
	return period_of("month", begun).end


def begin_with(begun: date | None, given_by_hand: bool, year: int) -> date | None:
	"""Return the day to which the beginning moves when the records of `year` are brought in, None where it stays.

	What was given by hand stays, and so does an open beginning.
	"""
	first = calendar_year(year).start
	return None if given_by_hand or begun is None or begun <= first else first
