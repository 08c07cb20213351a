"""Organisation life reviews (组织生活会, guide 一（四）6; R37): what belongs before, into and after the meeting."""

from dataclasses import dataclass
from datetime import date, timedelta

from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings.facts import LifeReviewFacts
from party_affairs.rules.message import Message

BEFORE, DURING, AFTER = "before", "during", "after"
USUAL_NOTICE_DAYS = 10
"""The notice is given about so many days ahead: a usage, no rule."""

STATE_LABELS = {
	"closed": Message("Item Closed"),
	"closed_late": Message("Item Closed Late"),
	"open": Message("Item Open"),
	"overdue": Message("Item Overdue"),
}


@dataclass(frozen=True)
class Element:
	"""Something that the guide asks of a life review: its phase, its name, and the fact that shows it."""

	key: str
	phase: str
	label: Message


ELEMENTS = (
	Element("studies", BEFORE, Message("Study")),
	Element("talks", BEFORE, Message("Heart-to-heart talks")),
	Element("opinions", BEFORE, Message("Opinions gathered")),
	Element("problems", DURING, Message("Problems found")),
	Element("criticisms", DURING, Message("Criticism and self-criticism")),
	Element("has_direction", DURING, Message("Direction of rectification")),
	Element("measures", AFTER, Message("Rectification list")),
)
"""In the order of the guide: 会前学习、谈心谈话、听取意见; 会上查摆问题、批评与自我批评、整改方向; 会后整改措施."""


def lacking(facts: LifeReviewFacts, *phases: str) -> tuple[Message, ...]:
	"""Return the names of what a review lacks of the `phases`."""
	return tuple(
		element.label for element in ELEMENTS if element.phase in phases and not getattr(facts, element.key)
	)


def status(held: bool, measures: int, open_measures: int, reported: bool) -> str:
	"""Return how far a review is: `in_preparation`, `held`, `being_rectified` or `completed`.

	It is completed once there is a rectification list, all of it is closed, and the committee above has its report.
	"""
	if not held:
		return "in_preparation"
	if not measures:
		return "held"
	return "completed" if reported and not open_measures else "being_rectified"


def notice_is_short(noticed_on: date | None, held_on: date | None) -> bool:
	"""Whether the notice was given later than is usual."""
	return bool(noticed_on and held_on and (held_on - noticed_on).days < USUAL_NOTICE_DAYS)


def check_deadline(deadline: date, held_on: date) -> None:
	"""Raise `RuleError` for a deadline before the meeting in which the problem was found."""
	if deadline < held_on:
		raise RuleError(
			"Deadline ({deadline}) lies before the meeting ({held_on}). Please check both dates.",
			deadline=deadline,
			held_on=held_on,
		)


def check_closing(closed_on: date, held_on: date | None, today: date) -> None:
	"""Raise `RuleError` if an item of the rectification list cannot have been closed on that day."""
	if held_on is None:
		raise RuleError("The meeting was not held yet: nothing can be closed before it.")
	if closed_on < held_on:
		raise RuleError(
			"Closed On ({closed_on}) lies before the meeting ({held_on}). Please check both dates.",
			closed_on=closed_on,
			held_on=held_on,
		)
	if closed_on > today:
		raise RuleError(
			"Closed On ({closed_on}) lies in the future. Please enter the day on which it happened.",
			closed_on=closed_on,
		)


def state_of_measure(deadline: date | None, closed_on: date | None, on: date) -> str:
	"""Return the state of an item on a day: `closed`, `closed_late`, `open` or `overdue`. The deadline itself is in time."""
	if closed_on is not None and closed_on <= on:
		return "closed_late" if deadline and closed_on > deadline else "closed"
	return "overdue" if deadline and on > deadline else "open"


def list_due(held_on: date, days: int) -> date:
	"""Return the day by which there should be a rectification list."""
	return held_on + timedelta(days=days)
