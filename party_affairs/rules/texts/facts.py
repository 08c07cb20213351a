"""What is known of talks, thought reports and work reports (R14, R35, R41)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class TalkFacts:
	"""A branch's talks of the year: between which pairs (`talks.PAIRS`), and who has had none.

	`leaders` counts the members with a seat on the committee on the day, the secretary included.
	"""

	leaders: int = 0
	party_members: int = 0
	talks_by_pair: Mapping[str, int] = field(default_factory=dict)
	members_without_talk: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HearingFacts:
	"""How many members of a branch were to be heard in the year, and the names of those who neither talked nor reported."""

	members_to_hear: int = 0
	members_unheard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkReportFacts:
	"""The day of the assembly that heard a report, and the label of the result of its review, or None."""

	reported_on: date
	review_result: str | None = None
