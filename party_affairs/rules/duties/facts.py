"""What is known of the sheets that a branch ticks itself (自查表, 六有自查, 六好申报)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

YES, PARTLY, NO, DOES_NOT_APPLY = "yes", "partly", "no", "does_not_apply"
TICKED, CONFIRMED = "ticked", "confirmed"
"""States of a line whose tick counts."""


@dataclass(frozen=True, slots=True)
class Tick:
	"""One line of a sheet: its key, what was ticked (None: nothing that counts), on which day, and whether it was confirmed."""

	key: str
	tick: str | None = None
	on: date | None = None
	is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SelfCheckFacts:
	"""The lines of a branch's sheets of a year by clause; a clause without a line was asked on no sheet that was made.

	`kinds` are the kinds of sheets that were made.
	"""

	kinds: frozenset[str] = frozenset()
	lines: Mapping[str, tuple[Tick, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
	"""An application of a branch (六好): the day on which it went up, and on which it was approved, refused or withdrawn.

	Without a first day there is none.
	"""

	handed_up_on: date | None = None
	approved_on: date | None = None
	refused_on: date | None = None
	withdrawn_on: date | None = None
