"""Who is expected at a meeting (应到), with which right to vote, and what follows for those who are not written (R22, R25)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules import voting
from party_affairs.rules.message import Message

PRESENT, ABSENT = "Present", "Absent"
_NAMES_SHOWN = 30
_DECIDES = {"member_assembly": "resolution", "committee_meeting": "committee"}
"""By kind the arithmetic that opens the meeting."""


def expected(
	kind: str, members: Mapping[str, bool], committee: Collection[str], group: Collection[str]
) -> dict[str, bool] | None:
	"""Return by member expected at a meeting of `kind` (a key) whether he votes, None where people are invited.

	`members` are the full and probationary members of the register on the day, each with whether he may vote; `committee`
	and `group` those of them who hold a seat or belong to the group that meets. Members who are away, ill or floating belong
	to the register and are expected. None as well where the register has nobody: then it knows nothing of the meeting.
	"""
	attendees = meeting_kinds.meeting_kind(kind).attendees
	if attendees == "invited":
		return None
	of = {"all_members": members, "committee": committee, "group": group}[attendees]
	return {name: members[name] for name in of if name in members} or None


def is_named(row: Mapping) -> bool:
	"""Whether the record itself says something of a member, and he was not only added as absent from the register."""
	return not row.get("from_register") or row.get("attendance") != ABSENT or bool(row.get("reason"))


def complete(rows: Iterable[Mapping], expected: Collection[str] | None) -> list[str]:
	"""Return who is to be added as absent: those `expected` of whom the record says nothing.

	Only a list on which somebody is written as present leaves others out; one without is no list yet.
	"""
	named = [row for row in rows if is_named(row)]
	if not any(row.get("attendance") == PRESENT for row in named):
		return []
	written = {row.get("member") for row in named}
	return [name for name in expected or () if name not in written]


def disagreement(what: Message, typed: int, counted: int, names: Collection[str]) -> Message:
	"""Return the question about a figure of attendance that is not what the register and the names come to.

	`names` are those who are counted.
	"""
	words = {"what": what, "typed": typed, "counted": counted, "names": tuple(names)[:_NAMES_SHOWN]}
	if len(names) > _NAMES_SHOWN:
		return Message(
			"{what}: the record says {typed}, but {counted} are counted: {names} and {more} more. Correct the number, "
			"the names or the register.",
			more=len(names) - _NAMES_SHOWN,
			**words,
		)
	if not names:
		return Message(
			"{what}: the record says {typed}, but {counted} are counted. Correct the number, the names or the register.",
			**{key: words[key] for key in ("what", "typed", "counted")},
		)
	return Message(
		"{what}: the record says {typed}, but {counted} are counted: {names}. Correct the number, the names or the "
		"register.",
		**words,
	)


def lacks_quorum(kind: str, day: date, entitled: int | None, present: int | None) -> Message | None:
	"""Return why an assembly or a committee meeting does not count (R22, R23): too few of those `entitled` to vote were there.

	None where there was a quorum, or where either number is unknown. Branch regulation art. 11 and 12: half of them.
	"""
	if not entitled or present is None:
		return None
	needed = voting.needed_to_open(_DECIDES[kind], entitled)
	if present >= needed:
		return None
	words = {"day": day, "present": present, "entitled": entitled, "needed": needed}
	if kind == "committee_meeting":
		return Message(
			"The committee meeting of {day} had no quorum and does not count: {present} of {entitled} members of the "
			"committee were there, {needed} are needed.",
			**words,
		)
	return Message(
		"The assembly of {day} had no quorum and does not count: {present} of {entitled} entitled to vote were there, "
		"{needed} are needed.",
		**words,
	)
