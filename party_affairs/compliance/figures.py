"""The figures of duties that are shown: sums of the one summary, each with the time for which it speaks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.facts.duties import summary
from party_affairs.facts.duties.summary import Spoken
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.permissions import Scope
from party_affairs.rules.periods import calendar_year

COLOURS = {
	"Missed": ("Red", "#e24c4c"),
	"Due": ("Orange", "#ed8936"),
	"Late": ("Yellow", "#ecc94b"),
	"Met": ("Green", "#48bb74"),
	"Planned": ("Blue", "#4299e1"),
	"Excused": ("Gray", "#a0aec0"),
}
"""By status the colour of its indicator and of its bar in charts; `party_affairs.DUTY_COLOURS` says the same on the Desk."""


@dataclass(frozen=True)
class Figures:
	"""Numbers of findings by status (its label) of one calendar year, an omission of linked clauses counted once."""

	year: int
	numbers: Counter
	spoken: Spoken

	@property
	def is_checked(self) -> bool:
		"""Whether there was a check of the year at all: without one no number says anything."""
		return self.spoken.as_of is not None

	@property
	def time(self) -> str:
		"""The time for which the numbers speak, in the reader's language."""
		return time_of(self.year, self.spoken)


def of_scope(scope: Scope, year: int | None = None) -> Figures:
	"""Return the figures of all organisations in a scope for a year, by default that of today: three queries at most."""
	names = branch_facts.all_names() if scope.unrestricted else scope.branches
	return _figures(scope.criterion, names, year)


def of(branches: Iterable[str], year: int | None = None) -> Figures:
	"""Return the figures of `branches` for a year, by default that of today: two queries. Whose they are is the caller's business."""
	names = sorted(branches)
	return _figures(of_branches(names), names, year)


def _figures(which: Which, names: Iterable[str], year: int | None) -> Figures:
	year = year or getdate(nowdate()).year
	return Figures(year, summary.by_status(which, calendar_year(year)), summary.spoken_for(names, year))


def time_of(year: int, spoken: Spoken) -> str:
	"""Return for which time figures of `year` speak, such as “January to November 2026, as of 11-30”."""
	day = spoken.as_of
	if day is None:
		return _("{0} has not been checked yet").format(year)
	if day.year > year:
		said = _("The whole of {0}, as of {1}").format(year, day.isoformat())
	elif day.year < year:
		said = _("{0}, as of {1}").format(year, day.isoformat())
	elif day.month == 1:
		said = _("January {0}, as of {1}").format(year, f"{day:%m-%d}")
	else:
		said = _("January to month {1} of {0}, as of {2}").format(year, day.month, f"{day:%m-%d}")
	if spoken.unchecked:
		said += _("; {0} organisations not checked yet").format(spoken.unchecked)
	return said
