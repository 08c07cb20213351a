"""Where a member practises and as what, and which changes of that are occasions (guide 一（四）8, first of the five; N03).

The guide says 执业场所和职务: the firm and the post in it, becoming or ceasing to be a partner among them. Posts in the Party
are given by election and appointment, with talks of their own, and are not meant. What was left empty and is filled in
later is no change.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Practice:
	"""Firm and post of a member as his record has them; empty where it says nothing."""

	firm: str = ""
	position: str = ""
	is_partner: bool = False


def moved(before: Practice, after: Practice) -> bool:
	"""Whether the firm has changed. Leaving a firm without another one is a change as well."""
	return bool(before.firm) and before.firm != after.firm


def post(practice: Practice, partner: str) -> str:
	"""Return the post in words, empty if there is none. `partner` is what a partner is called in the reader's language."""
	position = practice.position.strip()
	if not practice.is_partner or partner in position:
		return position
	return f"{position}（{partner}）" if position else partner


def promoted(before: Practice, after: Practice, partner: str) -> bool:
	"""Whether the post has changed, up or down. A tick that goes with a post that is filled in belongs to the filling in."""
	if not before.position.strip() and after.position.strip() and not before.is_partner:
		return False
	return post(before, partner) != post(after, partner)
