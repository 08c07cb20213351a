"""What a site may change of a clause: single parameters, of the guide's own kind.

Pure: the clause and the local values go in, a RuleError with a sentence for the administrator comes out.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from party_affairs.guide.registry import Clause
from party_affairs.rules.errors import RuleError

_WIRING = frozenset({"during", "due_days", "excuses", "kind", "period_setting"})
"""Parameters that tie a clause to the program: they say which facts it reads, not what it asks."""

_OPTIONAL = {"frequency": {"grace_days": 0}}
"""Parameters of a kind of clause that the guide leaves at their default."""

_RANGES = {
	"grace_days": (0, 366),
	"arrival_days": (0, 366),
	"arrival_grace_days": (0, 366),
	"window_days": (0, 31),
	"day": (1, 31),
}
_USUAL_RANGE = (1, 366)
_CHOICES = {
	"thresholds": ("guide", "national"),
	"presence": ("more_than_half", "any_day"),
	"state_presence": ("more_than_half", "any_day"),
	"outside_window": ("late", "noted"),
}
_A_LEAP_YEAR = 2024


def adjustable(clause: Clause) -> dict[str, Any]:
	"""Return the parameters of a clause that a site may replace, with the guide's values."""
	own = {key: value for key, value in clause.parameters.items() if key not in _WIRING}
	return {**_OPTIONAL.get(clause.kind or "", {}), **own}


def check_local(clause: Clause, local: Mapping[str, Any]) -> None:
	"""Raise RuleError naming the first of `local` that is unknown, not of the guide's kind, or out of range."""
	known = adjustable(clause)
	for key, value in local.items():
		if key not in known:
			raise _unknown(clause, key, known)
		_check(clause, key, value, known[key])


def _unknown(clause: Clause, key: str, known: Mapping[str, Any]) -> RuleError:
	if not known:
		return RuleError(
			"Local Parameters: clause {rule} has none, so {key} must go.", rule=clause.id, key=repr(key)
		)
	return RuleError(
		"Local Parameters: clause {rule} has no {key}. It has: {known}.",
		rule=clause.id,
		key=repr(key),
		known=tuple(known),
	)


def _check(clause: Clause, key: str, value: Any, guide: Any) -> None:
	if key in _CHOICES:
		if value not in _CHOICES[key]:
			raise RuleError("Local Parameters: {key} must be one of {known}.", key=key, known=_CHOICES[key])
	elif isinstance(guide, list | tuple):
		_check_list(key, value, guide)
	elif isinstance(guide, int):
		_check_whole(key, value, *_RANGES.get(key, _USUAL_RANGE))
	else:
		_TEXT_CHECKS.get(key, _check_number)(key, value)


def _check_whole(key: str, value: Any, least: int, most: int) -> None:
	if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
		raise RuleError(
			"Local Parameters: {key} must be a whole number from {least} to {most}, not {value}.",
			key=key,
			least=least,
			most=most,
			value=repr(value),
		)


def _check_list(key: str, value: Any, guide: list | tuple) -> None:
	if not isinstance(value, list) or not value or not set(map(str, value)) <= set(guide):
		raise RuleError(
			"Local Parameters: {key} must be a list out of: {known}.", key=key, known=tuple(guide)
		)


def _check_number(key: str, value: Any) -> None:
	try:
		number = Decimal(str(value))
	except InvalidOperation:
		number = Decimal(-1)
	if isinstance(value, bool) or not number.is_finite() or number <= 0:
		raise RuleError(
			"Local Parameters: {key} must be a number above 0, not {value}.", key=key, value=repr(value)
		)


def _check_month_and_day(key: str, value: Any) -> None:
	try:
		day = date.fromisoformat(f"{_A_LEAP_YEAR}-{value}")
	except ValueError:
		day = None
	# 29 February exists in few years only, so no limit may rest on it.
	if day is None or f"{day:%m-%d}" != value or value == "02-29":
		raise RuleError(
			"Local Parameters: {key} must be a month and day such as 01-31, not {value}.",
			key=key,
			value=repr(value),
		)


_TEXT_CHECKS: Mapping[str, Callable[[str, Any], None]] = {
	"due_by": _check_month_and_day,
	"assessed_by": _check_month_and_day,
	"reminder_on": _check_month_and_day,
}
