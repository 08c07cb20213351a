"""What the rooms of a branch should have (阵地): sign, flag, boards on the walls, the secretary's office, the cabinet.

The boards are those of 一（八）1 and of 附件一 together: the two lists differ by one each.
"""

from dataclasses import dataclass

from party_affairs.guide.data import build, one_of, read, require

_SOURCE = "notice/venue_items.json"
PLACES = ("door", "room", "wall", "office")
CLAUSES = ("R53", "R54", "R55", "R63")


@dataclass(frozen=True)
class VenueItem:
	"""One thing that is looked at: where, what, and the clause that asks for it, None for what is only usual."""

	key: str
	place: str
	clause: str | None
	label: str


_DATA = read(_SOURCE)
_ITEMS = build(VenueItem, _DATA["items"], _SOURCE)
for _item in _ITEMS:
	one_of(_item.place, PLACES, _SOURCE, _item.key, "place")
	one_of(_item.clause, (*CLAUSES, None), _SOURCE, _item.key, "clause")
require({item.clause for item in _ITEMS} >= set(CLAUSES), _SOURCE, "clauses", "a clause has no item")


def items() -> tuple[VenueItem, ...]:
	"""Return what is looked at, in the order of the sheet."""
	return _ITEMS
