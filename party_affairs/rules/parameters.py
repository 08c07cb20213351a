"""What a site may change of a clause: single parameters, within the schema by which the guide's own values are checked.

Pure: the clause and the local values go in, a RuleError with a sentence for the administrator comes out.
"""

from collections.abc import Mapping
from typing import Any

from party_affairs.guide import vocabulary
from party_affairs.guide.registry import Clause
from party_affairs.guide.vocabulary import MonthAndDay, Number, Value, Whole, Word, Words
from party_affairs.rules.errors import RuleError

_OPTIONAL = {"frequency": {"grace_days": 0}}
"""Parameters of a kind of clause that the guide leaves at their default."""


def adjustable(clause: Clause) -> dict[str, Any]:
	"""Return the parameters of a clause that a site may replace, with the guide's values."""
	own = {key: value for key, value in clause.parameters.items() if key not in vocabulary.WIRING}
	return {**_OPTIONAL.get(clause.kind or "", {}), **own}


def check_local(clause: Clause, local: Mapping[str, Any]) -> None:
	"""Raise RuleError naming the first of `local` that is unknown, not of the guide's kind, or out of range."""
	known = adjustable(clause)
	for key, value in local.items():
		if key not in known:
			raise _unknown(clause, key, known)
		allowed = clause.schema[key]
		if isinstance(allowed, Words):
			# A site leaves out what the guide names, and adds nothing to it.
			allowed = Words(tuple(known[key]))
		if not allowed.fits(value):
			raise _refusal(key, value, allowed)


def _unknown(clause: Clause, key: str, known: Mapping[str, Any]) -> RuleError:
	if not known:
		return RuleError(
			"Local Parameters: clause {rule} has none, so {key} must go.", rule=clause.id, key=repr(key)
		)
	near = vocabulary.nearest(key, known)
	if near:
		return RuleError(
			"Local Parameters: clause {rule} has no {key}. Do you mean {near}?",
			rule=clause.id,
			key=repr(key),
			near=near,
		)
	return RuleError(
		"Local Parameters: clause {rule} has no {key}. It has: {known}.",
		rule=clause.id,
		key=repr(key),
		known=tuple(known),
	)


def _refusal(key: str, value: Any, allowed: Value) -> RuleError:
	match allowed:
		case Word(words):
			return RuleError("Local Parameters: {key} must be one of {known}.", key=key, known=words)
		case Words(words):
			return RuleError("Local Parameters: {key} must be a list out of: {known}.", key=key, known=words)
		case Whole(least, most):
			return RuleError(
				"Local Parameters: {key} must be a whole number from {least} to {most}, not {value}.",
				key=key,
				least=least,
				most=most,
				value=repr(value),
			)
		case MonthAndDay():
			return RuleError(
				"Local Parameters: {key} must be a month and day such as 01-31, not {value}.",
				key=key,
				value=repr(value),
			)
		case Number():
			return RuleError(
				"Local Parameters: {key} must be a number above 0, not {value}.", key=key, value=repr(value)
			)
