"""How large a board is, and from how far its type can be read.

The sizes are those of the trade; no rule sets any. A PDF page ends at 5,080 mm.
"""

from dataclasses import dataclass

from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message

PRESETS: dict[str, tuple[int, int]] = {
	"A4": (210, 297),
	"A3": (297, 420),
	"60 × 80 cm": (600, 800),
	"60 × 90 cm": (600, 900),
	"80 × 120 cm": (800, 1200),
	"90 × 120 cm": (900, 1200),
	"120 × 240 cm": (1200, 2400),
}
"""The usual sizes: the shorter and the longer side in millimetres."""
FREE = "Free Size"
LANDSCAPE = "Landscape"

SMALLEST_MM, LARGEST_MM, MOST_BLEED_MM, NARROWEST_SHARE = 100, 5000, 30, 8
"""The shortest and longest side, the widest bleed, and how many times longer than wide a board may be."""

_DISTANCE_A_TYPE = 200
"""A Chinese character can be read from 200 times its height: 17 minutes of arc, little more than the least that ISO 9241-303 allows."""
_HELD_IN_HAND = 420
_HAND_CM, _WALL_CM, _MOST_CM = 45, 150, 2000


@dataclass(frozen=True)
class BoardSize:
	"""Width and height of a board as it is cut, and its bleed, in millimetres."""

	width: int
	height: int
	bleed: int = 0


def board_size(preset: str, orientation: str, width: int, height: int, bleed: int) -> BoardSize:
	"""Return the size of a board; `width` and `height` count where it is free. Raise `RuleError` for one that cannot be made."""
	if preset == FREE:
		width = whole_number(width, Message("Width (mm)"), SMALLEST_MM, LARGEST_MM)
		height = whole_number(height, Message("Height (mm)"), SMALLEST_MM, LARGEST_MM)
		if max(width, height) > NARROWEST_SHARE * min(width, height):
			raise RuleError(
				"A board of {width} by {height} mm is too narrow: one side may be {times} times the other at most.",
				width=width,
				height=height,
				times=NARROWEST_SHARE,
			)
	elif preset in PRESETS:
		short, long = PRESETS[preset]
		width, height = (long, short) if orientation == LANDSCAPE else (short, long)
	else:
		raise RuleError("{size} is no size of a board. Choose one from the list.", size=preset or "–")
	return BoardSize(width, height, whole_number(bleed, Message("Bleed (mm)"), 0, MOST_BLEED_MM))


def least_type_mm(size: BoardSize, distance_cm: int) -> float:
	"""Return the height of the smallest characters that can be read from `distance_cm`.

	Without a distance it is that of a sheet in the hand up to A3, else that of somebody who stands before the wall.
	"""
	if not distance_cm:
		distance_cm = _HAND_CM if max(size.width, size.height) <= _HELD_IN_HAND else _WALL_CM
	distance = whole_number(distance_cm, Message("Reading Distance (cm)"), 1, _MOST_CM)
	return distance * 10 / _DISTANCE_A_TYPE
