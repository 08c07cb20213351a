"""Admission of members: order of the steps and time limits, by the edition of the rules (发展党员工作细则) in force.

The steps, their order, the limits and the articles are data (`guide/members/development_steps.json`). Conditions of the person
and the order of steps block; time limits only warn, for a late step is better recorded than hidden. What is asked beside
the dates (introducers, votes, publicity …) is in `rules.admission`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.members import rulebooks
from party_affairs.guide.members.rulebooks import Limit, Rulebook, Step
from party_affairs.rules.calendar import ONE_DAY, Workdays, count_workdays
from party_affairs.rules.errors import RuleError, calendar_day
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, add_months, periods_between

BIRTH_DATE = "birth_date"
PROBATION_MONTHS = 12
"""The probation lasts a year from the day of the assembly (2014: article 32, 2026: article 31)."""

Calendar = Callable[[date], bool]


@dataclass(frozen=True)
class Violation:
	"""A step that breaks the rules: the article, whether it must `block` or `warn`, the sentence, the step's key.

	`edition` is the key of the rulebook with the article, where it is not that of the step's day.
	"""

	article: int
	severity: str
	message: Message
	step: str
	edition: str | None = None


@dataclass(frozen=True)
class NextStep:
	"""A step that can be taken now: the first day on which it may be, and the day by which it is due, where known."""

	step: Step
	earliest: date | None
	due: date | None


@dataclass(frozen=True)
class Probation:
	"""The probation of a new member: its first day, and the day on which the year (and an extension) is over."""

	start: date
	end: date


def violations(
	steps: Mapping[str, date | None], rulebook: str = "2026", is_workday: Calendar | None = None
) -> list[Violation]:
	"""Return what is wrong with the dates of a development case, in the order of the steps.

	`steps` maps step keys (and `birth_date`) to days; a step that is missing or None is not judged. `rulebook` is
	`2014` or `2026`. `is_workday` counts the days of publicity, by default the published workdays. Raise `RuleError`
	for an unknown step, a value that is no date, or an unknown rulebook.
	"""
	rules = _rulebook(rulebook)
	return in_order(_judged(_checked(steps, rules), rules, is_workday, {}))


def case_violations(
	steps: Mapping[str, date | None],
	is_workday: Calendar | None = None,
	cultivated_before: int = 0,
	extension_months: int = 0,
) -> list[Violation]:
	"""Return what is wrong with the dates of a case, each step judged by the edition in force on its own day.

	Steps from before the first edition on file are not judged. `cultivated_before` are calendar months of cultivation in
	another organisation, which count on (article 12); `extension_months` is the extension of the probation, before the end
	of which nobody becomes a full member. Errors are those of `violations`.
	"""
	shifts = {"candidate": -cultivated_before, "full_assembly": extension_months}
	found = []
	for rules in rulebooks.rulebooks():
		days = _checked(steps, rules)
		judged = _judged(days, rules, is_workday, shifts)
		found += [violation for violation in judged if rules.in_force(days[violation.step])]
	return in_order(found)


def missing_before(steps: Mapping[str, date | None]) -> list[Violation]:
	"""Return for each dated step the steps that must lie before it and have no date, by the edition of its own day.

	What an older edition settled is not asked again: a development target named under the rules of 2014 needs no publicity
	under those of 2026.
	"""
	days = _checked(steps, edition_on(None))
	reached = _stages_reached(days)
	found = []
	for rules in rulebooks.rulebooks():
		for step in rules.steps:
			if step.key not in days or not rules.in_force(days[step.key]):
				continue
			for key in step.after:
				earlier = rules.step(key)
				if key not in days and earlier.stage not in reached:
					sentence = Message(
						"{step} ({day}): first record {earlier}.",
						step=_name(step),
						day=days[step.key],
						earlier=_name(earlier),
					)
					found.append(Violation(step.article, "block", sentence, step.key))
	return in_order(found)


def stage_of(steps: Mapping[str, date | None]) -> str:
	"""Return the stage (`rulebooks.STAGES`) that a person has reached by the steps done, each by the edition of its day.

	A development target is one from the consent of the committee above (2014), or from the end of publicity (2026); the
	assembly's vote makes nobody a probationary member before it is approved.
	"""
	reached = _stages_reached(_checked(steps, edition_on(None)))
	return max(reached, key=rulebooks.STAGES.index, default=rulebooks.STAGES[0])


def stage_dates(steps: Mapping[str, date | None], extension_months: int = 0) -> dict[str, date | None]:
	"""Return the dates of a member's record (`membership.STAGE_DATES`) that follow from the steps, None where not reached.

	Membership counts from the assembly's day once it is approved, full membership from the end of the probation, whenever
	the assembly came to discuss it.
	"""
	days = _checked(steps, edition_on(None))
	reached = _stages_reached(days)
	admitted = days.get("assembly") if "probationary_member" in reached else None
	became_full = "full_member" in reached and admitted is not None
	return {
		"applied_on": days.get("application"),
		"activist_on": days.get("activist"),
		"target_on": reached.get("development_target"),
		"joined_on": admitted,
		"full_member_on": probation(admitted, extension_months).end if became_full else None,
	}


def probation(assembly: date, extension_months: int = 0) -> Probation:
	"""Return the probation of a member whom an assembly admitted, extended by some calendar months.

	It counts from the assembly's day itself, so the year's last day is the one before the anniversary, and the probation
	has ended on the anniversary: from that day on full membership may be discussed, and the years in the Party count. This
	day is `end`; a shorter month's last day stands for a day it does not have.
	"""
	return Probation(assembly, add_months(assembly, PROBATION_MONTHS + extension_months))


def next_step(
	steps: Mapping[str, date | None],
	today: date,
	is_workday: Calendar | None = None,
	cultivated_before: int = 0,
	extension_months: int = 0,
) -> NextStep | None:
	"""Return the first step of a case that can be taken now, None once all is done; see `open_steps`."""
	return next(iter(open_steps(steps, today, is_workday, cultivated_before, extension_months)), None)


def open_steps(
	steps: Mapping[str, date | None],
	today: date,
	is_workday: Calendar | None = None,
	cultivated_before: int = 0,
	extension_months: int = 0,
) -> list[NextStep]:
	"""Return the steps that can be taken now, in order, by the edition in force on `today`.

	A step is open when all that must lie before it is done. Its first day follows from those, from the months and working
	days that must pass, and from the applicant's age; its last day from the limits of the rules. `full_application` is due
	when the probation ends, `full_assembly` within the days that clause N07 grants after it.
	"""
	rules = edition_on(today)
	days = _checked(steps, rules)
	is_workday = is_workday or Workdays().is_workday
	shifts = {"candidate": -cultivated_before, "full_assembly": extension_months}
	needed = _needed(rules, days)
	found = []
	for step in rules.steps:
		if step.key in days or step.key not in needed:
			continue
		if all(key in days or key not in needed for key in step.after):
			earliest = _earliest(step, rules, days, is_workday, shifts)
			found.append(NextStep(step, earliest, _due(step, rules, days, extension_months)))
	return found


def needed_steps(steps: Mapping[str, date | None], today: date) -> list[Step]:
	"""Return the steps that a case has to go through by the edition in force on `today`, and those it has behind it."""
	rules = edition_on(today)
	days = _checked(steps, rules)
	needed = _needed(rules, days)
	return [step for step in rules.steps if step.key in needed or step.key in days]


def missed_investigations(
	first: date, last: date | None, investigated: Iterable[date], as_of: date
) -> list[Period]:
	"""Return the half-years that have passed without an investigation of an activist or probationary member.

	`first` and `last` are the days from which and up to which he is investigated, `last` None while he is. Only half-years
	that lie wholly between them count, as with the findings of clause N06.
	"""
	until = as_of if last is None else min(last, as_of)
	seen = list(investigated)
	return [
		period
		for period in periods_between("half_year", first, until)
		if first <= period.start
		and period.end <= until
		and period.end < as_of
		and not any(period.start <= day <= period.end for day in seen)
	]


def in_order(found: Iterable[Violation]) -> list[Violation]:
	"""Return violations in the order of the steps they are about."""
	place = {step.key: index for index, step in enumerate(edition_on(None).steps)}
	return sorted(found, key=lambda violation: place[violation.step])


def edition_on(day: date | None) -> Rulebook:
	"""Return the edition in force on a day: the oldest for days before it, the newest for None.

	For what is told of a case, not for judging it.
	"""
	editions = rulebooks.rulebooks()
	if day is None:
		return editions[-1]
	return next((rules for rules in reversed(editions) if rules.effective_from <= day), editions[0])


def _rulebook(key: str) -> Rulebook:
	try:
		return rulebooks.rulebook(key)
	except KeyError:
		raise RuleError("Rules of admission {key} are unknown: use 2014 or 2026.", key=repr(key)) from None


def _checked(steps: Mapping[str, Any], rules: Rulebook) -> dict[str, date]:
	labels = {step.key: step.label for step in rules.steps} | {BIRTH_DATE: "Date of Birth"}
	for key in steps:
		if key not in labels:
			raise RuleError("Step {step} is unknown.", step=repr(key))
	return {
		key: calendar_day(value, Message(labels[key])) for key, value in steps.items() if value is not None
	}


def _judged(
	days: Mapping[str, date], rules: Rulebook, is_workday: Calendar | None, shifts: Mapping[str, int]
) -> list[Violation]:
	calendar = is_workday or Workdays().is_workday
	return [*_out_of_order(days, rules), *_beyond_limits(days, rules, calendar, shifts)]


def _stages_reached(days: Mapping[str, date]) -> dict[str, date]:
	"""Return the stages reached and the day of each, every step by the edition of its own day."""
	reached = {}
	for key, day in days.items():
		if key != BIRTH_DATE and (stage := edition_on(day).step(key).stage):
			reached[stage] = day
	return reached


def _needed(rules: Rulebook, days: Mapping[str, date]) -> set[str]:
	"""Return the keys of all steps on the way to the last one, without those that lead to a stage already reached."""
	reached = _stages_reached(days)
	needed = {rules.steps[-1].key}
	for step in reversed(rules.steps):
		if step.key in needed:
			needed.update(key for key in step.after if key in days or rules.step(key).stage not in reached)
	return needed


def _earliest(
	step: Step, rules: Rulebook, days: Mapping[str, date], is_workday: Calendar, shifts: Mapping[str, int]
) -> date | None:
	possible = [days[key] for key in step.after if key in days]
	for limit in rules.limits:
		if limit.end != step.key or limit.start not in days:
			continue
		start = days[limit.start]
		if limit.kind == "age":
			possible.append(add_months(start, 12 * limit.amount))
		elif limit.kind == "after_months":
			possible.append(_not_before(limit, start, shifts))
		elif limit.kind == "workdays":
			possible.append(_after_workdays(start, limit.amount, is_workday))
	return max(possible, default=None)


def _after_workdays(start: date, number: int, is_workday: Calendar) -> date:
	"""Return the day on which `number` working days have passed, `start` included."""
	days = (start + ONE_DAY * offset for offset in count())
	worked = (day for day in days if is_workday(day))
	return next(islice(worked, number - 1, None))


def _due(step: Step, rules: Rulebook, days: Mapping[str, date], extension_months: int) -> date | None:
	if step.key in _DAYS_AFTER_PROBATION and "assembly" in days:
		return probation(days["assembly"], extension_months).end + ONE_DAY * _DAYS_AFTER_PROBATION[step.key]
	return min(
		(
			add_months(days[limit.start], limit.amount)
			for limit in rules.limits
			if limit.end == step.key and limit.kind == "within_months" and limit.start in days
		),
		default=None,
	)


_DAYS_AFTER_PROBATION = {
	"full_application": 0,
	"full_assembly": registry.clause("N07").parameters["limit_days"],
}


def _not_before(limit: Limit, start: date, shifts: Mapping[str, int]) -> date:
	"""Return the first day on which a limit's later step may be taken; credited months never lead before its start."""
	return add_months(start, max(0, limit.amount + shifts.get(limit.end, 0)))


def _out_of_order(days: Mapping[str, date], rules: Rulebook) -> list[Violation]:
	"""Compare each step with the latest one of all that must lie before it: a missing step hides nothing."""
	earlier: dict[str, frozenset[str]] = {}
	by_key = {step.key: step for step in rules.steps}
	found = []
	for step in rules.steps:
		earlier[step.key] = frozenset(step.after).union(*(earlier[key] for key in step.after))
		given = [key for key in by_key if key in earlier[step.key] and key in days]
		if step.key not in days or not given:
			continue
		latest = max(given, key=lambda key: days[key])
		if days[step.key] < days[latest]:
			found.append(
				Violation(
					step.article,
					"block",
					Message(
						"{step} ({day}) must not lie before {earlier} ({earlier_day}).",
						step=_name(step),
						day=days[step.key],
						earlier=_name(by_key[latest]),
						earlier_day=days[latest],
					),
					step.key,
				)
			)
	return found


def _beyond_limits(
	days: Mapping[str, date], rules: Rulebook, is_workday: Calendar, shifts: Mapping[str, int]
) -> list[Violation]:
	by_key = {step.key: step for step in rules.steps}
	found = []
	for limit in rules.limits:
		if limit.start not in days or limit.end not in days:
			continue
		sentence = _JUDGES[limit.kind](limit, days[limit.start], days[limit.end], by_key, is_workday, shifts)
		if sentence is not None:
			found.append(Violation(limit.article, limit.severity, sentence, limit.end))
	return found


def _judge_age(
	limit: Limit,
	born: date,
	day: date,
	by_key: Mapping[str, Step],
	is_workday: Calendar,
	shifts: Mapping[str, int],
) -> Message | None:
	if day >= add_months(born, 12 * limit.amount):
		return None
	return Message(
		"{step} ({day}): the applicant is not yet {years} years old.",
		step=_name(by_key[limit.end]),
		day=day,
		years=limit.amount,
	)


def _judge_within(
	limit: Limit,
	start: date,
	end: date,
	by_key: Mapping[str, Step],
	is_workday: Calendar,
	shifts: Mapping[str, int],
) -> Message | None:
	due = add_months(start, limit.amount)
	if end <= due:
		return None
	names = {"step": _name(by_key[limit.end]), "start": _name(by_key[limit.start])}
	if limit.extended is None:
		return Message(
			"{step} ({day}) is later than {months} month(s) after {start}: it was due by {due}.",
			day=end,
			months=limit.amount,
			due=due,
			**names,
		)
	if end <= add_months(start, limit.extended):
		return Message(
			"{step} ({day}) is later than {months} month(s) after {start}: only a special case may take up to {extended}.",
			day=end,
			months=limit.amount,
			extended=limit.extended,
			**names,
		)
	return Message(
		"{step} ({day}) is later than {extended} months after {start}: not even a special case may take so long.",
		day=end,
		extended=limit.extended,
		**names,
	)


def _judge_after(
	limit: Limit,
	start: date,
	end: date,
	by_key: Mapping[str, Step],
	is_workday: Calendar,
	shifts: Mapping[str, int],
) -> Message | None:
	earliest = _not_before(limit, start, shifts)
	# A step before its start is out of order already; saying so twice helps nobody.
	if end < start or end >= earliest:
		return None
	return Message(
		"{step} ({day}) comes before {months} months have passed since {start}: not before {earliest}.",
		step=_name(by_key[limit.end]),
		day=end,
		months=max(0, limit.amount + shifts.get(limit.end, 0)),
		start=_name(by_key[limit.start]),
		earliest=earliest,
	)


def _judge_workdays(
	limit: Limit,
	start: date,
	end: date,
	by_key: Mapping[str, Step],
	is_workday: Calendar,
	shifts: Mapping[str, int],
) -> Message | None:
	counted = count_workdays(start, end, is_workday)
	if end < start or counted >= limit.amount:
		return None
	return Message(
		"Publicity from {start} to {end} covers {counted} working day(s); at least {needed} are required.",
		start=start,
		end=end,
		counted=counted,
		needed=limit.amount,
	)


_JUDGES: dict[str, Callable[..., Message | None]] = {
	"age": _judge_age,
	"within_months": _judge_within,
	"after_months": _judge_after,
	"workdays": _judge_workdays,
}


def _name(step: Step) -> Message:
	return Message(step.label)
