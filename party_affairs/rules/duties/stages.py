"""Which stage of a reminder a duty has reached on a day.

A stage is known by its name: `-14` is two weeks before the due date, `0` the day itself, `+7` a week after it, `+2m` two months
after it. Only the latest that has been reached counts: what was not sent while nothing ran is not made up for one by one.
"""

import re
from datetime import date, timedelta

from party_affairs.guide.duties import reminders
from party_affairs.guide.duties.actions import afterwards_of
from party_affairs.rules.duties.month import DutyLine, OpenItem
from party_affairs.rules.periods import add_months, parse

_EACH_MONTH = re.compile(r"\+\d+m|\d{4}-\d{2}")


def stage_of(line: DutyLine, item: OpenItem, day: date) -> str | None:
	"""Return the stage that an open item of a line has reached on `day`, None before the first one, or when it is over.

	What has no due date is a state: as long as something is missing, each month is a stage (`2026-11`); before that it is due
	when its period ends.
	"""
	if item.due_date is None and item.status == "missed":
		return f"{day:%Y-%m}" if line.can_be_made_good else None
	due = item.due_date or line.period_end
	if (day - due).days > reminders.horizon_days():
		return None
	stages = reminders.stages_of(afterwards_of(line.rule))
	is_monthly = parse(line.period_key).kind == "month"
	reached = [
		*(
			(due - timedelta(days=n), f"-{n}")
			for n in (stages.before_monthly if is_monthly else stages.before)
		),
		(due, "0"),
		*((due + timedelta(days=n), f"+{n}") for n in stages.after),
		*((add_months(due, n), f"+{n}m") for n in stages.months_after),
	]
	return max(
		(stage for stage in reached if stage[0] <= day), default=(day, None), key=lambda stage: stage[0]
	)[1]


def is_too_soon(stage: str, last: date | None, day: date) -> bool:
	"""Whether a stage waits on `day`, since the same was told on the day `last` (None: never): one that comes each month alone does.

	Whoever is told of something for the first time at the end of a month is not told again the day after.
	"""
	return (
		bool(_EACH_MONTH.fullmatch(stage))
		and last is not None
		and (day - last).days < reminders.again_after_days()
	)
