"""Records of meetings and theme days (guide 一（四）1 and 2, clauses R25 to R29): who chairs and votes, and what passes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts
from party_affairs.rules import voting
from party_affairs.rules.calendar import nominal_theme_day, theme_day
from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings.facts import MinutesFacts
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period

LONGEST_HOURS = 24
PASSED, NOT_PASSED, NO_QUORUM, WITHOUT_VOTE = "Passed", "Not Passed", "No Quorum", "Agreed without Vote"
MATTERS = {"resolution": "Ordinary Resolution", "admission": "Admission", "committee": "Committee Decision"}
"""The arithmetics by which a meeting decides, and their labels. Elections have a document of their own."""
DONE, DONE_LATE, UNDER_WAY, OVERDUE = "Done", "Done Late", "Under Way", "Overdue"
_DECIDING = frozenset({"member_assembly", "committee_meeting"})
FOLLOW_UPS = (OVERDUE, UNDER_WAY, DONE_LATE, DONE)
"""How far a resolution has been carried out."""
MINUTES_LABELS = {
	"time": Message("Time"),
	"place": Message("Place"),
	"participants": Message("Participants"),
	"absentees": Message("Absentees"),
	"chair": Message("Chair"),
	"agenda": Message("Topic"),
	"speeches": Message("Excerpts of speeches"),
	"outcome": Message("Decisions"),
	"lecturer": Message("Lecturer"),
}


def check_times(starts_on: datetime, ends_on: datetime | None) -> None:
	"""Raise `RuleError` if a meeting ends before it starts, has no length, or lasts longer than a day."""
	if ends_on is None:
		return
	if ends_on <= starts_on:
		raise RuleError(
			"Ends On ({ends_on}) must lie after Starts On ({starts_on}). Please check both times.",
			starts_on=f"{starts_on:%Y-%m-%d %H:%M}",
			ends_on=f"{ends_on:%Y-%m-%d %H:%M}",
		)
	if duration_hours(starts_on, ends_on) > LONGEST_HOURS:
		raise RuleError(
			"Ends On ({ends_on}) lies more than {hours} hours after Starts On ({starts_on}). Please check both times.",
			starts_on=f"{starts_on:%Y-%m-%d %H:%M}",
			ends_on=f"{ends_on:%Y-%m-%d %H:%M}",
			hours=LONGEST_HOURS,
		)


def duration_hours(starts_on: datetime, ends_on: datetime) -> Decimal:
	"""Return the length of a meeting in hours, to the hundredth."""
	seconds = Decimal(int((ends_on - starts_on).total_seconds()))
	return (seconds / 3600).quantize(Decimal("0.01"))


def missing_minutes(facts: MinutesFacts) -> tuple[Message, ...]:
	"""Return the names of the minutes fields that a meeting's record lacks, of those its kinds ask for (clause R25).

	A meeting at which nobody was absent needs no list of absentees.
	"""
	wanted = minutes_fields(facts.kinds)
	return tuple(MINUTES_LABELS[field] for field in wanted if not _MINUTES[field](facts))


def minutes_fields(kinds: Iterable[str]) -> tuple[str, ...]:
	"""Return which minutes fields a record asks for: what any of the kinds needs for which it counts.

	Raise `RuleError` for an unknown kind.
	"""
	wanted: set[str] = set()
	for kind in kinds:
		try:
			wanted.update(meeting_kinds.meeting_kind(kind).minutes)
		except KeyError:
			raise RuleError("Kind of meeting {kind} is unknown.", kind=repr(kind)) from None
	return tuple(field for field in meeting_kinds.MINUTES_FIELDS if field in wanted)


def _absentees_listed(facts: MinutesFacts) -> bool:
	expected = facts.expected_count
	return expected is None or facts.present_count + facts.absentees_listed >= expected


def _filled(key: str) -> Callable[[MinutesFacts], bool]:
	def is_filled(facts: MinutesFacts) -> bool:
		value = getattr(facts, key)
		return bool(value.strip() if isinstance(value, str) else value)

	return is_filled


_MINUTES: dict[str, Callable[[MinutesFacts], bool]] = {
	"time": _filled("starts_on"),
	"place": _filled("location"),
	"participants": _filled("present_count"),
	"absentees": _absentees_listed,
	"chair": _filled("chair"),
	"agenda": _filled("agenda"),
	"speeches": _filled("speeches"),
	"outcome": _filled("outcome"),
	"lecturer": _filled("lecturer"),
}


def theme_days(is_workday: Callable[[date], bool], day: int = 15) -> Callable[[Period], tuple[date, ...]]:
	"""Return a function from a month to the days on which its theme day may be held, the due day last (clause R26).

	These are the `day`-th itself, even if it is a day of rest, and the working day to which it moves.
	"""

	def days(month: Period) -> tuple[date, ...]:
		nominal = nominal_theme_day(month.start.year, month.start.month, day)
		moved = theme_day(month.start.year, month.start.month, is_workday, day)
		return (moved,) if moved == nominal else (nominal, moved)

	return days


def kinds_of(row: Mapping[str, Any]) -> tuple[str, ...]:
	"""Return the keys of all kinds for which a record of a meeting counts: its own, and those that are ticked."""
	own = next(kind.key for kind in meeting_kinds.meeting_kinds() if kind.label == row.get("kind"))
	ticked = (kind.key for tick, kind in meeting_kinds.also_ticks().items() if row.get(tick))
	return tuple(dict.fromkeys((own, *ticked)))


def decides_together(kinds: Iterable[str]) -> bool:
	"""Whether a meeting of these kinds decides for the organisation: the assembly or the committee (一（三）1（1）)."""
	return not _DECIDING.isdisjoint(kinds)


def check_also(kind: str, also: str) -> None:
	"""Raise `RuleError` if a meeting of `kind` cannot count as one of the kind `also` as well."""
	own, other = meeting_kinds.meeting_kind(kind), meeting_kinds.meeting_kind(also)
	if also not in own.also:
		raise RuleError(
			"A {kind} cannot count as a {also} as well: not everybody is invited who belongs there. Record the two "
			"meetings one by one.",
			kind=Message(own.label),
			also=Message(other.label),
		)


_CONVENERS = {
	"committee": Message("Convened by the branch committee."),
	"secretary": Message("Convened by the secretary."),
	"group_leader": Message("Convened by the group leader."),
	"branch": Message("Convened by the branch."),
	"firm": Message("Convened by the law firm."),
}
_TAKING_PART = {
	"all_members": Message("All members of the branch take part."),
	"committee": Message("The members of the committee take part."),
	"group": Message("The members of the group take part."),
	"invited": Message("Whoever is invited takes part."),
}
_GUESTS = {
	"higher_organisation": Message("Higher Organisation"),
	"non_party_partner": Message("Non-Party Partner"),
	"non_party_lawyer": Message("Non-Party Lawyer"),
	"activist": Message("Activist"),
	"applicant": Message("Applicant"),
	"masses": Message("Masses"),
	"other": Message("Other"),
}


def what_the_guide_says(kind: str) -> tuple[Message, ...]:
	"""Return in sentences who convenes and chairs a kind of meeting, who takes part, and which clauses speak of it."""
	entry = meeting_kinds.meeting_kind(kind)
	sentences = [_CONVENERS[entry.convened_by]]
	if entry.chaired_by and entry.chair_citation:
		words = {"post": Message(party_posts.post(entry.chaired_by).label), "clause": entry.chair_citation}
		if entry.stands_in:
			sentences.append(
				Message(
					"Chaired by the {post} ({clause}); when he cannot come, by a deputy or a committee member whom he "
					"entrusts ({stand_in}).",
					stand_in=entry.stand_in_citation,
					**words,
				)
			)
		else:
			sentences.append(Message("Chaired by the {post} ({clause}).", **words))
	sentences.append(_TAKING_PART[entry.attendees])
	if entry.may_be_enlarged:
		sentences.append(
			Message("May be enlarged by group leaders and members concerned, who have no vote then.")
		)
	if entry.guests:
		sentences.append(
			Message("Often invited: {guests}.", guests=tuple(_GUESTS[guest] for guest in entry.guests))
		)
	for number in entry.clauses:
		clause = registry.clause(number)
		sentences.append(
			Message(
				"{number} {title} ({citation})", number=number, title=clause.title, citation=clause.citation
			)
		)
	return tuple(sentences)


def matters_of(kinds: Iterable[str]) -> tuple[str, ...]:
	"""Return the arithmetics by which a meeting of these kinds may decide, its own kind's first."""
	return tuple(dict.fromkeys(matter for kind in kinds for matter in meeting_kinds.meeting_kind(kind).votes))


def is_voted(votes: Mapping[str, Any]) -> bool:
	"""Whether votes were counted on a resolution."""
	return any(votes.get(key) for key in ("in_favour", "against", "abstained", "written_in_favour"))


def resolution_result(matter: str, eligible: int, present: int, votes: Mapping[str, Any]) -> str:
	"""Return the result of a vote: `PASSED`, `NOT_PASSED` or `NO_QUORUM`.

	`votes` has `in_favour`, `against`, `abstained` and, for an admission, `written_in_favour`. Raise `RuleError` if they
	are more than those who were there to vote, or count what does not count.
	"""
	cast = sum(votes.get(key) or 0 for key in ("in_favour", "against", "abstained"))
	if cast > present:
		raise RuleError(
			"{votes} votes are more than the {present} who were present and entitled to vote. Correct the votes or the "
			"attendance.",
			votes=cast,
			present=present,
		)
	written = votes.get("written_in_favour") or 0
	if written and matter != "admission":
		raise RuleError(
			"Written opinions of absent members count for an admission only. Leave them out here."
		)
	result = voting.tally(matter, eligible, present, votes.get("in_favour") or 0, written)
	if not result.quorate:
		return NO_QUORUM
	return PASSED if result.passed else NOT_PASSED


def quorum_sentence(matter: str, eligible: int, present: int) -> Message:
	"""Return the sentence with which the chair opens or does not open a meeting (domain form 会议记录)."""
	result = voting.tally(matter, eligible, present, 0)
	if result.quorate:
		return Message(
			"Expected {eligible}, present {present}: the meeting has a quorum.",
			eligible=eligible,
			present=present,
		)
	return Message(
		"Expected {eligible}, present {present}: no quorum, at least {needed} must be present.",
		eligible=eligible,
		present=present,
		needed=result.needed_to_open,
	)


def is_carried_out(result: str | None) -> bool:
	"""Whether there is anything to carry out: what was not passed binds nobody."""
	return result not in (NOT_PASSED, NO_QUORUM)


def follow_up_status(deadline: date | None, done_on: date | None, today: date) -> str:
	"""Return how far a resolution has been carried out (`FOLLOW_UPS`)."""
	if done_on:
		return DONE_LATE if deadline and done_on > deadline else DONE
	return OVERDUE if deadline and today > deadline else UNDER_WAY
