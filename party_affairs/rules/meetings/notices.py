"""Notices of meetings (会议通知): what one needs before it is issued, until when it is answered, and what leave comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules import voting
from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings.attendance import PRESENT
from party_affairs.rules.message import Message

PREPARED, ISSUED, CALLED_OFF = "Being Prepared", "Issued", "Called Off"
COMING, LEAVE = "Coming", "Leave"
ANSWERS = (COMING, LEAVE)
LEAVE_KINDS = ("Sick Leave", "Official Business", "Personal Matters", "Other Reason")
GRANTED, NOT_GRANTED = "Granted", "Not Granted"
OTHER = "Other Reason"


@dataclass(frozen=True)
class Answers:
	"""How many of those `invited` come, asked for leave, and said nothing yet."""

	invited: int
	coming: int
	leave: int

	@property
	def unanswered(self) -> int:
		return self.invited - self.coming - self.leave


def check_times(starts_on: datetime, answer_until: date | None, now: datetime) -> None:
	"""Raise `RuleError` if a notice calls for a time that is over, or asks for answers when it is too late for them."""
	if starts_on <= now:
		raise RuleError(
			"Starts On ({starts_on}) is over. A notice calls for a time to come; what was held is entered as minutes.",
			starts_on=f"{starts_on:%Y-%m-%d %H:%M}",
		)
	if answer_until is None:
		return
	if answer_until > starts_on.date():
		raise RuleError(
			"Answers Until ({until}) lies after the day of the meeting ({day}). Choose that day or an earlier one.",
			until=answer_until,
			day=starts_on.date(),
		)
	if answer_until < now.date():
		raise RuleError(
			"Answers Until ({until}) is over. Choose today or a later day up to the meeting ({day}).",
			until=answer_until,
			day=starts_on.date(),
		)


def takes_answers(status: str, starts_on: datetime, answer_until: date | None, now: datetime) -> bool:
	"""Whether somebody invited may answer at the moment `now`, or change his answer: until the last day is over, or it begins."""
	last_day = answer_until or starts_on.date()
	return status == ISSUED and now < starts_on and now.date() <= last_day


def check_answer(answer: str | None, leave_kind: str | None, reason: str | None) -> None:
	"""Raise `RuleError` if an answer says neither yes nor no, or asks for leave without its reason."""
	if answer not in ANSWERS:
		raise RuleError("Please choose whether you come or ask for leave.")
	if answer != LEAVE:
		return
	if leave_kind not in LEAVE_KINDS:
		raise RuleError("Please choose the kind of leave.")
	if leave_kind == OTHER and not reason:
		raise RuleError("Please write the reason for your leave.")


def attendance_of(answer: str | None, leave_kind: str | None, decision: str | None) -> tuple[str, str | None]:
	"""Return how the roll begins for somebody invited: the attendance, and the reason as a label.

	Leave that was not refused is leave. Only its kind goes into the minutes; what was written in own words stays with the answer.
	All others stand as present until the roll is called: an answer shows nobody present.
	"""
	if answer == LEAVE and decision != NOT_GRANTED:
		return LEAVE, leave_kind
	return PRESENT, None


def count(rows: Iterable[Mapping]) -> Answers:
	"""Return how many of the invited, with `answer` each, come and how many do not."""
	answers = [row.get("answer") for row in rows]
	return Answers(len(answers), answers.count(COMING), answers.count(LEAVE))


def needed(kind: str, entitled: int) -> int | None:
	"""Return how many of those `entitled` to vote open a meeting of `kind` (a key), None where no number is asked for."""
	entry = meeting_kinds.meeting_kind(kind)
	if not (entry.chair_citation and entry.votes and entitled):
		return None
	return voting.needed_to_open(entry.votes[0], entitled)


def quorum_at_risk(kind: str, entitled: int, away: int) -> Message | None:
	"""Return the warning that too few of those `entitled` to vote are left if `away` of them have leave, None if enough are."""
	least = needed(kind, entitled)
	if least is None or entitled - away >= least:
		return None
	return Message(
		"With {away} of {entitled} entitled to vote on leave, {left} are left and {needed} are needed: choose another time.",
		away=away,
		entitled=entitled,
		left=entitled - away,
		needed=least,
	)
