"""What is known of decisions, plans, minutes and life reviews (R09, R12, R22 to R30, R37)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from party_affairs.rules.message import Message


@dataclass(frozen=True, slots=True)
class MatterFacts:
	"""What a branch had to decide in the year so far.

	`matters` is the number of plans, awards, sanctions and steps of development that call for a decision together;
	`matters_undecided` are those without a deciding meeting, `reserved_elsewhere` those of the `reserved_matters` that were
	not decided by the assembly, both as pairs of what it is and whom it is about.
	"""

	matters: int = 0
	matters_undecided: tuple[tuple[str, str], ...] = ()
	reserved_matters: int = 0
	reserved_elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
	"""What the plan of a branch for a year has, and for what of the year one is asked.

	`months` and `quarters` are those on every day of which the branch kept records. `lines` are the lines of its plan,
	`unassigned` those that name nobody responsible; a lecture falls to its lecturer. `themes` and `lectures` give by month and
	by quarter whether all theme days and lectures of it name somebody, `lectures_unassigned` is the number of lectures that do
	not. `prepared_on` is the day on which the plan was made, or None.
	"""

	months: tuple[int, ...] = tuple(range(1, 13))
	quarters: tuple[int, ...] = (1, 2, 3, 4)
	lines: int = 0
	unassigned: int = 0
	themes: Mapping[int, bool] = field(default_factory=dict)
	lectures: Mapping[int, bool] = field(default_factory=dict)
	lectures_unassigned: int = 0
	prepared_on: date | None = None


@dataclass(frozen=True, slots=True)
class LedFacts:
	"""How the meetings of a branch or a group were convened and chaired.

	`held` gives by kind of meeting (a key) how many there were in the year so far, `faults` of those that were led otherwise
	than the guide has it day, topic and what was wrong.
	"""

	held: Mapping[str, int] = field(default_factory=dict)
	faults: Mapping[str, tuple[tuple[date, str, Message], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MinutesFacts:
	"""What the record of a meeting holds; what is empty counts as missing.

	`kinds` are the keys of all kinds for which it counts, its own first. `expected_count` is that of the register of the day,
	None if it is not known, `absentees_listed` the number of absentees whom the record itself names, `content_tags` the
	contents of a theme day.
	"""

	kinds: tuple[str, ...] = ()
	starts_on: datetime | None = None
	ends_on: datetime | None = None
	location: str | None = None
	present_count: int = 0
	expected_count: int | None = None
	absentees_listed: int = 0
	chair: str | None = None
	agenda: Any = None
	speeches: Any = None
	outcome: Any = None
	lecturer: str | None = None
	topic: str = ""
	content_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LifeReviewFacts:
	"""A life review as it stands on a day.

	`has_record`: whether anything beside the meeting is recorded. `held_on`: day of the meeting. `studies`, `talks`,
	`opinions`, `problems`, `criticisms`: numbers of what is recorded. `has_direction`: whether the direction of rectification
	is. `measures`: items of the rectification list; `measures_closed` of them by the day; `measures_unassigned` without
	person or deadline; `measures_overdue` open after their deadline. `closed_late_on`, `missed_deadline`: the item closed
	latest after its deadline, and that deadline, or None. `next_deadline`: nearest of the open items, or None.
	"""

	held_on: date | None = None
	has_record: bool = False
	studies: int = 0
	talks: int = 0
	opinions: int = 0
	problems: int = 0
	criticisms: int = 0
	has_direction: bool = False
	measures: int = 0
	measures_closed: int = 0
	measures_unassigned: int = 0
	measures_overdue: int = 0
	closed_late_on: date | None = None
	missed_deadline: date | None = None
	next_deadline: date | None = None
