"""How the meetings of branches were convened and chaired, against who held which post on the day (R22 to R24)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers
from party_affairs.facts.meetings.expected import Register
from party_affairs.facts.organisation import absences
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.meetings import leading
from party_affairs.rules.meetings.attendance import PRESENT
from party_affairs.rules.meetings.facts import LedFacts

LEADER = "group_leader"
_OF_GROUP = "group_meeting"
_JUDGED = frozenset(kind.key for kind in meeting_kinds.meeting_kinds() if kind.chair_citation)


def facts(
	rows: Sequence, register: Register, branches: Sequence[str], groups: Iterable[str]
) -> dict[str, LedFacts]:
	"""Return by branch and by group how their meetings were led: three queries.

	`rows` are those of `held.meetings`.
	"""
	judged = [(row, kind) for row in rows for kind in row.kinds if kind in _JUDGED]
	leaders = _leaders(register, [row.party_group for row, _kind in judged if row.party_group])
	regular = {(row.name, kind): _regular(row, kind, register, leaders) for row, kind in judged}
	replaced = {
		row.name: chairs
		for row, kind in judged
		if (chairs := regular[row.name, kind]) and row.chair not in chairs
	}
	there = _present(replaced)
	away = defaultdict(list)
	for absence in absences.of_branches(branches):
		away[absence.branch].append((absence.away_from, absence.away_until))
	found: dict[str, dict[str, list]] = {subject: defaultdict(list) for subject in (*branches, *groups)}
	for row, kind in judged:
		chairs = regular[row.name, kind]
		by = meeting_kinds.meeting_kind(kind).chaired_by
		led = leading.Led(
			kind=kind,
			chair=bool(row.chair),
			chair_posts=register.posts_held(row.branch, row.meeting_date).get(row.chair, frozenset()),
			leads_group=by == LEADER and row.chair in chairs,
			chair_known=bool(chairs),
			regular_present=bool(chairs & there[row.name]),
			regular_away=by != LEADER and any(covers(*span, row.meeting_date) for span in away[row.branch]),
			convened_by=row.convened_by or None,
		)
		subject = row.party_group if kind == _OF_GROUP else row.branch
		if subject in found:
			found[subject][kind].append((row.meeting_date, row.topic, leading.fault(led)))
	return {
		subject: LedFacts(
			held={kind: len(meetings) for kind, meetings in kinds.items()},
			faults={
				kind: tuple(meeting for meeting in meetings if meeting[2]) for kind, meetings in kinds.items()
			},
		)
		for subject, kinds in found.items()
	}


def _regular(row, kind: str, register: Register, leaders: Mapping[str, Any]) -> set[str]:
	"""Who chairs a meeting of the kind by the guide: the holders of the post on the day."""
	by = meeting_kinds.meeting_kind(kind).chaired_by
	if by == LEADER:
		return leaders[row.party_group].on(row.meeting_date) if row.party_group else set()
	held = register.posts_held(row.branch, row.meeting_date)
	return {member for member, keys in held.items() if by in keys}


class _Leaders:
	"""Who led a group when: by posts; where there is none on a day, whom the group's record names."""

	def __init__(self) -> None:
		self.posts: list = []
		self.named: str | None = None

	def on(self, day: date) -> set[str]:
		found = {row.member for row in self.posts if covers(row.first, row.last, day)}
		return found or ({self.named} if self.named else set())


def _leaders(register: Register, names: Iterable[str]) -> Mapping[str, _Leaders]:
	found: dict[str, _Leaders] = defaultdict(_Leaders)
	group = DocType("Party Group")
	query = frappe.qb.from_(group).select(group.name, group.leader)
	for name, leader in query.where(group.name.isin(sorted(set(names)) or [""])).run():
		found[name].named = leader
	for rows in register.seats.values():
		for row in rows:
			if row.key == LEADER and row.party_group:
				found[row.party_group].posts.append(row)
	return found


def _present(meetings: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
	"""Which of the regular chairs of meetings that somebody else chaired are written as present there."""
	attendee = DocType("Party Meeting Attendee")
	chairs = sorted({chair for of_meeting in meetings.values() for chair in of_meeting})
	query = (
		frappe.qb.from_(attendee)
		.select(attendee.parent, attendee.member)
		.where(attendee.parent.isin(sorted(meetings) or [""]) & attendee.member.isin(chairs or [""]))
		.where(attendee.attendance == PRESENT)
	)
	found: dict[str, set[str]] = defaultdict(set)
	for meeting, member in query.run():
		found[meeting].add(member)
	return found
