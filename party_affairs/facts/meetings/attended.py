"""Who was at which meeting, and who was not, for all meetings of a span of days at once: what evaluations count."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.facts import wide
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.meetings.records import kinds_of

SUBMITTED = 1
MADE_UP = "Made Up"
_TENTH = Decimal("0.1")
_FIELDS = (
	*("name", "branch", "kind", "meeting_date", "duration_hours", "expected_count", "present_count"),
	*meeting_kinds.also_ticks(),
)


class Held(NamedTuple):
	"""A meeting with submitted minutes: its kinds (keys, its own first), and its length in hours.

	`expected` and `present` are the numbers of its record, for meetings whose record names nobody.
	"""

	name: str
	branch: str
	day: date
	kinds: tuple[str, ...]
	hours: Decimal
	expected: int
	present: int

	@property
	def educates(self) -> bool:
		"""Whether its hours count as education of those who attended."""
		return any(meeting_kinds.meeting_kind(kind).education for kind in self.kinds)


class Attendance(NamedTuple):
	"""What a meeting's record says of a member: `attendance` is the label of its field."""

	member: str
	meeting: Held
	attendance: str
	made_up_on: date | None


def of_members(members: Sequence[str], first: date, last: date) -> list[Attendance]:
	"""Return what the meetings from `first` to `last` say of `members`, whichever branch held them: two queries, none without members."""
	if not members:
		return []
	meeting, attendee = DocType("Party Meeting"), DocType("Party Meeting Attendee")
	rows = (
		frappe.qb.from_(attendee)
		.join(meeting)
		.on(meeting.name == attendee.parent)
		.select(attendee.member, attendee.parent, attendee.attendance, attendee.made_up_on)
		.where(attendee.member.isin(list(members)))
		.where((meeting.docstatus == SUBMITTED) & meeting.meeting_date[first:last])
	).run()
	held = called({row[1] for row in rows})
	found = [Attendance(member, held[name], said, made_up) for member, name, said, made_up in rows]
	found.sort(key=lambda one: (one.meeting.day, one.meeting.name, one.member))
	return found


def called(names: Iterable[str]) -> dict[str, Held]:
	"""Return the meetings called `names`: one query, none without names."""
	wanted = sorted(names)
	if not wanted:
		return {}
	meeting = DocType("Party Meeting")
	return _held(frappe.qb.from_(meeting).where(meeting.name.isin(wanted)), meeting)


def of_branches(branches: Sequence[str], first: date, last: date) -> dict[str, Held]:
	"""Return the meetings that `branches` held from `first` to `last`, by name: one query."""
	meeting = DocType("Party Meeting")
	query = (
		frappe.qb.from_(meeting)
		.where(meeting.branch.isin(list(branches)) & (meeting.docstatus == SUBMITTED))
		.where(meeting.meeting_date[first:last])
	)
	return _held(query, meeting)


def _held(query, meeting) -> dict[str, Held]:
	rows = wide.read(query, [meeting[field] for field in _FIELDS], days=["meeting_date"])
	return {
		row.name: Held(
			row.name,
			row.branch,
			row.meeting_date,
			kinds_of(row),
			Decimal(str(row.duration_hours or 0)).quantize(_TENTH),
			row.expected_count or 0,
			row.present_count or 0,
		)
		for row in rows
	}
