"""What is known of decisions, plans, minutes and life reviews (R09, R12, R25 to R30, R37)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


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
	"""A branch's plan of the year: its lines, how many of them name nobody, and the quarters (1 to 4) with a lecture.

	`plan_prepared_on` is the day on which it was made, or None.
	"""

	plan_lines: int = 0
	plan_lines_unassigned: int = 0
	plan_prepared_on: date | None = None
	lecture_quarters: tuple[int, ...] = ()
	lecture_lines_unassigned: int = 0


@dataclass(frozen=True, slots=True)
class MinutesFacts:
	"""What the record of a meeting holds; what is empty counts as missing.

	`kind` is the key of its own kind, `kinds` those of all for which it counts. `expected_count` is None if it is not
	known, `absentees_listed` the number of absentees named, `content_tags` the contents of a theme day.
	"""

	kind: str = ""
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
