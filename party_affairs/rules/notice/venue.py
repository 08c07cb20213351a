"""The rooms of a branch (阵地, R53–R55, R63): what a check of them found, by clause."""

from collections.abc import Iterable, Mapping

from party_affairs.guide.notice import venue_items
from party_affairs.rules.message import Message

THERE, MISSING, NOT_APPLICABLE = "There", "Lacking", "Not Applicable"
PLACES: Mapping[str, Message] = {
	"door": Message("At the Door"),
	"room": Message("In the Room"),
	"wall": Message("On the Wall"),
	"office": Message("Secretary's Office"),
}


def missing_of(clause: str, states: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
	"""Return the keys of the items of a clause that are missing or were not looked at, among (item, state), in the guide's order.

	What the rooms do not allow is not asked (有条件的).
	"""
	found = dict(states)
	return tuple(
		item.key
		for item in venue_items.items()
		if item.clause == clause and found.get(item.key) not in (THERE, NOT_APPLICABLE)
	)


def is_kept(clause: str, states: Iterable[tuple[str, str | None]]) -> bool:
	"""Whether a check found all that a clause asks of the rooms."""
	return not missing_of(clause, states)
