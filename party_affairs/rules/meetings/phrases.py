"""Phrases for minutes, with what the record knows put into their places."""

from collections.abc import Mapping
from typing import Any

from party_affairs.guide.meetings import phrases as guide

BLANK = "____"


def filled(phrase: str, known: Mapping[str, Any]) -> str:
	"""Return a phrase with what is `known` (by the places of `guide.meetings.phrases`) put in, and a blank for all else.

	A number that is 0 is known.

	>>> filled("{chair}主持，实到{present}人", {"present": 0})
	'____主持，实到0人'
	"""
	values = {place: BLANK if known.get(place) in (None, "") else known[place] for place in guide.PLACES}
	return phrase.format(**values)
