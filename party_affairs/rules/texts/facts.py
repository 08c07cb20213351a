"""What is known of talks, thought reports and work reports (R14, R35, R41)."""

from dataclasses import dataclass
from datetime import date

from party_affairs.rules.texts.talks import Talker


@dataclass(frozen=True, slots=True)
class TalkFacts:
	"""Those of a branch of whom the talks of the year are asked, with the talks they had."""

	people: tuple[Talker, ...] = ()


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
