"""Admission of members: order of the steps and time limits, by the edition of the rules (发展党员工作细则) in force.

The steps, their order, the limits and the articles are data (`guide/development_steps.json`). Conditions of the person
and the order of steps block; time limits only warn, for a late step is better recorded than hidden.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from party_affairs.guide import loader
from party_affairs.guide.loader import Limit, Rulebook, Step
from party_affairs.rules.calendar import Workdays, count_workdays
from party_affairs.rules.errors import RuleError, calendar_day
from party_affairs.rules.message import Message
from party_affairs.rules.periods import add_months

BIRTH_DATE = "birth_date"


@dataclass(frozen=True)
class Violation:
	"""A step that breaks the rules: the article, whether it must `block` or `warn`, the sentence, the step's key."""

	article: int
	severity: str
	message: Message
	step: str


def violations(
	steps: Mapping[str, date | None], rulebook: str = "2026", is_workday: Callable[[date], bool] | None = None
) -> list[Violation]:
	"""Return what is wrong with the dates of a development case, in the order of the steps.

	`steps` maps step keys (and `birth_date`) to days; a step that is missing or None is not judged. `rulebook` is
	`2014` or `2026`. `is_workday` counts the days of publicity, by default the published workdays. Raise `RuleError`
	for an unknown step, a value that is no date, or an unknown rulebook.
	"""
	rules = _rulebook(rulebook)
	days = _checked(steps, rules)
	found = [*_out_of_order(days, rules), *_beyond_limits(days, rules, is_workday or Workdays().is_workday)]
	place = {step.key: index for index, step in enumerate(rules.steps)}
	return sorted(found, key=lambda violation: place[violation.step])


def rulebook_on(day: date) -> str:
	"""Return the key of the edition in force on a day. Raise `RuleError` if the software knows none that early."""
	for rules in loader.rulebooks():
		if rules.effective_from <= day and (rules.effective_to is None or day <= rules.effective_to):
			return rules.key
	raise RuleError("No rules of admission are on file for {day}: the earliest are those of 2014.", day=day)


def _rulebook(key: str) -> Rulebook:
	try:
		return loader.rulebook(key)
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
	days: Mapping[str, date], rules: Rulebook, is_workday: Callable[[date], bool]
) -> list[Violation]:
	by_key = {step.key: step for step in rules.steps}
	found = []
	for limit in rules.limits:
		if limit.start not in days or limit.end not in days:
			continue
		sentence = _JUDGES[limit.kind](limit, days[limit.start], days[limit.end], by_key, is_workday)
		if sentence is not None:
			found.append(Violation(limit.article, limit.severity, sentence, limit.end))
	return found


def _judge_age(
	limit: Limit, born: date, day: date, by_key: Mapping[str, Step], is_workday: Callable
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
	limit: Limit, start: date, end: date, by_key: Mapping[str, Step], is_workday: Callable
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
	limit: Limit, start: date, end: date, by_key: Mapping[str, Step], is_workday: Callable
) -> Message | None:
	earliest = add_months(start, limit.amount)
	# A step before its start is out of order already; saying so twice helps nobody.
	if end < start or end >= earliest:
		return None
	return Message(
		"{step} ({day}) comes before {months} months have passed since {start}: not before {earliest}.",
		step=_name(by_key[limit.end]),
		day=end,
		months=limit.amount,
		start=_name(by_key[limit.start]),
		earliest=earliest,
	)


def _judge_workdays(
	limit: Limit, start: date, end: date, by_key: Mapping[str, Step], is_workday: Callable
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
