"""Phrases for minutes, with what the record knows put into their places."""

from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

from party_affairs.guide.meetings import phrases as guide
from party_affairs.rules.errors import RuleError

BLANK = "____"


def filled(phrase: str, known: Mapping[str, Any]) -> str:
	"""Return a phrase with what is `known` (by the places of `guide.meetings.phrases`) put in, and a blank for all else.

	A number that is 0 is known.

	>>> filled("{chair}主持，实到{present}人", {"present": 0})
	'____主持，实到0人'
	"""
	values = {place: BLANK if known.get(place) in (None, "") else known[place] for place in guide.PLACES}
	return phrase.format(**values)


def offered(shipped: Sequence[str], own: Iterable[Mapping]) -> list[str]:
	"""Return the phrases from which a branch chooses: its `own` (with `phrase` and `replaces`) before those `shipped`, each once.

	Where one of its own says so, they stand in the place of those shipped.
	"""
	rows = list(own)
	rest = () if any(row.get("replaces") for row in rows) else shipped
	return list(dict.fromkeys((*(row["phrase"] for row in rows), *rest)))


def check(phrase: str) -> None:
	"""Raise `RuleError` for a phrase whose braces cannot be read, or that leaves open what no record fills in."""
	try:
		parts = list(Formatter().parse(phrase))
	except ValueError:
		raise RuleError(
			"The braces of this phrase cannot be read. Write a place like {place}.", place="{topic}"
		) from None
	for _text, place, form, conversion in parts:
		if place is None:
			continue
		if place not in guide.PLACES or form or conversion:
			raise RuleError(
				"{place} is no place that the record fills in. Use one of {places}.",
				place=f"{{{place}}}",
				places=tuple(f"{{{name}}}" for name in guide.PLACES),
			)
