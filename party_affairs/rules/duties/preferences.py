"""What somebody wants to be told, when and how: his switches, and the hours in which nobody writes to him."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from party_affairs.guide.duties import reminders

AT_ONCE, DAILY, WEEKLY, NEVER = "At Once", "Daily", "Weekly", "Never"
HOW_OFTEN = (AT_ONCE, DAILY, WEEKLY, NEVER)
_WEEK = timedelta(days=7)
_BEGINS, _ENDS = reminders.quiet_hours()


@dataclass(frozen=True)
class Preference:
	"""What one person has chosen; as it stands, what holds for who has chosen nothing.

	`off` are kinds of `guide.duties.reminders.kinds` that he wants nothing of. Quiet are the hours from `quiet_from` until
	`quiet_until`, across midnight where the first is later, none where both are the same; and without `on_days_off` all day
	on days that are no workdays. `last_digest_on` and `last_overview_on` are the days on which he was sent them last.
	"""

	how_often: str = AT_ONCE
	by_bell: bool = True
	by_mail: bool = True
	off: frozenset[str] = field(default_factory=frozenset)
	quiet_from: time = _BEGINS
	quiet_until: time = _ENDS
	on_days_off: bool = False
	last_digest_on: date | None = None
	last_overview_on: date | None = None

	def wants(self, kind: str) -> bool:
		"""Whether he wants to be told anything of a kind, at whatever time."""
		return self.how_often != NEVER and kind not in self.off and (self.by_bell or self.by_mail)

	def is_quiet(self, now: datetime, is_workday: Callable[[date], bool]) -> bool:
		"""Whether nobody writes to him at `now`, a time local to the site."""
		if not self.on_days_off and not is_workday(now.date()):
			return True
		moment = now.time()
		if self.quiet_from <= self.quiet_until:
			return self.quiet_from <= moment < self.quiet_until
		return moment >= self.quiet_from or moment < self.quiet_until

	def is_mailed_now(self, now: datetime, is_workday: Callable[[date], bool]) -> bool:
		"""Whether something that has just happened is mailed to him at once, and not kept for his next digest."""
		return self.by_mail and self.how_often == AT_ONCE and not self.is_quiet(now, is_workday)

	def takes_digest(self, now: datetime, is_workday: Callable[[date], bool]) -> bool:
		"""Whether his digest goes out at `now`: one a day at most, one a week for who wants it weekly."""
		if self.how_often == NEVER or self.is_quiet(now, is_workday):
			return False
		if self.last_digest_on is None:
			return True
		if self.how_often == WEEKLY:
			return now.date() - self.last_digest_on >= _WEEK
		return now.date() > self.last_digest_on
