"""A sheet summed up by its dimensions, for its picture: how much of what was demanded in each was reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Scored:
	"""A criterion on a sheet: what its `points` of `max_points` bring of its `weight`; `demanded` is False where nothing was."""

	dimension: str
	title: str
	points: Decimal
	max_points: Decimal
	weight: Decimal
	demanded: bool = True


@dataclass(frozen=True)
class Dimension:
	"""A dimension with the points reached of those that were to be had, and how many criteria it has.

	`share` is None where nothing was demanded in it.
	"""

	name: str
	points: Decimal
	whole: Decimal
	criteria: int

	@property
	def share(self) -> Decimal | None:
		return self.points / self.whole if self.whole else None


def by_dimension(rows: Iterable[Scored]) -> list[Dimension]:
	"""Return the dimensions of a sheet in the order in which they first appear; a criterion without one is its own."""
	found: dict[str, list[Scored]] = {}
	for row in rows:
		found.setdefault(row.dimension or row.title, []).append(row)
	return [
		Dimension(
			name,
			sum((_brings(row) for row in of_one if row.demanded), Decimal(0)).quantize(
				_HUNDREDTH, ROUND_HALF_UP
			),
			sum((row.weight for row in of_one if row.demanded), Decimal(0)),
			len(of_one),
		)
		for name, of_one in found.items()
	]


def _brings(row: Scored) -> Decimal:
	return row.points * row.weight / row.max_points if row.max_points else Decimal(0)
