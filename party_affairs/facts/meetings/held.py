"""Meetings held: evidence for the regular meetings (R22–R24, R26, R30), R16, R17 and R44; subjects of R25, R27 and R29."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts import wide
from party_affairs.facts.activity import covers
from party_affairs.facts.criteria import Which, of_branches
from party_affairs.facts.meetings.expected import Register
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.findings import Evidence, Subject, subject_of
from party_affairs.rules.meetings import attendance
from party_affairs.rules.meetings.attendance import ABSENT, PRESENT
from party_affairs.rules.meetings.facts import MinutesFacts
from party_affairs.rules.meetings.records import kinds_of
from party_affairs.rules.message import Message

SUBMITTED = 1
_TAGS = ("study", "thought_report", "dues_payment", "democratic_council", "voluntary_service")
_OF_GROUP = "group_meeting"
_ASSEMBLY, _COMMITTEE = "member_assembly", "committee_meeting"
_LECTURE = "party_lecture"
_FIRM = "firm"
_WITH_SECRETARY = "partners_conference"
_PARTNER_INVITED = "non_party_partner_guest"
_COUNCIL = "mass_line_council"
_PEOPLE_NAMED = 10
_FIELDS = (
	*("name", "branch", "kind", "party_group", "topic", "starts_on", "ends_on", "meeting_date"),
	*("method", "location", "chair", "chair_name", "recorder_name", "expected_count", "present_count"),
	*("voters_present", "stated_present", "convened_by", "lecturer", "agenda", "speeches", "outcome"),
	*meeting_kinds.also_ticks(),
	*(f"has_{tag}" for tag in _TAGS),
)
_VOTED = ("resolution", "in_favour", "against", "abstained", "written_in_favour", "result")


def load(branches: Sequence[str], first: date, last: date, register: Register) -> list:
	"""Return the meetings of `branches` that were held from `first` to `last`, as :func:`meetings` does.

	`resolutions`, `speakers`, `absentees` and `partners` count rows of their tables, `absentees` those whom the record itself
	names; `attended` names those present, of the kinds where it matters who was. `expected` and `voters` are the numbers of
	`register` on the day, None where it has nobody, whatever was stored. Six queries, whatever their number.
	"""
	which = of_branches(branches)
	rows = meetings(which, first, last)
	resolutions = _count_children("Party Meeting Resolution", which, first, last)
	speakers = _count_children("Party Meeting Speech", which, first, last)
	attended = _attended(which, first, last)
	absentees = _count_children("Party Meeting Attendee", which, first, last, _is_named_as_away)
	partners = _count_children(
		"Party Meeting Guest", which, first, last, lambda row: row.guest_kind == "Non-Party Partner"
	)
	for row in rows:
		row.resolutions = resolutions.get(row.name, 0)
		row.speakers = speakers.get(row.name, 0)
		row.attended = attended.get(row.name, {})
		row.absentees = absentees.get(row.name, 0)
		row.partners = partners.get(row.name, 0)
		numbers = register.numbers(row.branch, row.kinds[0], row.party_group, row.meeting_date)
		row.expected, row.voters = numbers or (None, None)
	return rows


def meetings(which: Which, first: date, last: date) -> list:
	"""Return the submitted meetings from `first` to `last` by day, with their `kinds` and their group's name: one query.

	Drafts and cancelled records prove nothing. Check, ledger and plan go by these same meetings.
	"""
	meeting, group = DocType("Party Meeting"), DocType("Party Group")
	query = (
		frappe.qb.from_(meeting)
		.left_join(group)
		.on(group.name == meeting.party_group)
		.where(is_held(meeting, which, first, last))
		.orderby(meeting.meeting_date, meeting.name)
	)
	fields = [*(meeting[field] for field in _FIELDS), group.group_name]
	rows = wide.read(query, fields, days=["meeting_date"], moments=["starts_on", "ends_on"])
	for row in rows:
		row.kinds = kinds_of(row)
	return rows


def by_name(names: Iterable[str]) -> dict[str, Any]:
	"""Return the meetings called `names`, whatever their state, with what other records go by: one query."""
	rows = frappe.get_all(
		"Party Meeting",
		filters={"name": ["in", sorted(set(names))]},
		fields=[
			*("name", "topic", "branch", "docstatus", "kind", "meeting_date", "expected_count"),
			"present_count",
			*meeting_kinds.also_ticks(),
		],
		order_by="name",
	)
	return {row.name: row for row in rows}


def absences(which: Which, first: date, last: date) -> dict[str, list]:
	"""Return by meeting held the rows of those who were away, made up or not: one query."""
	fields = ("member_name", "attendance", "reason", "from_register", "made_up_on")
	return _children("Party Meeting Attendee", fields, which, first, last, _was_away)


def resolutions(which: Which, first: date, last: date) -> dict[str, list]:
	"""Return by meeting held its resolutions with their votes: one query."""
	return _children("Party Meeting Resolution", _VOTED, which, first, last)


def resolutions_to_follow(which: Which, first: date, last: date, responsible: str | None = None) -> list:
	"""Return what was resolved from `first` to `last` with somebody responsible or a deadline, by meeting: one query.

	`responsible` narrows it to what falls to one member. Rows are named as their meeting is.
	"""
	meeting, resolution = DocType("Party Meeting"), DocType("Party Meeting Resolution")
	query = (
		frappe.qb.from_(resolution)
		.join(meeting)
		.on(meeting.name == resolution.parent)
		.select(meeting.name, meeting.branch, meeting.meeting_date, meeting.kind)
		.select(*(resolution[field] for field in _VOTED))
		.select(resolution.responsible_name, resolution.deadline, resolution.done_on, resolution.follow_up)
		.where(is_held(meeting, which, first, last))
		.where(resolution.responsible.isnotnull() | resolution.deadline.isnotnull())
		.orderby(meeting.meeting_date, meeting.name, resolution.idx)
	)
	if responsible:
		query = query.where(resolution.responsible == responsible)
	return query.run(as_dict=True)


def is_held(meeting, which: Which, first: date, last: date) -> Criterion:
	"""Return the criterion that a meeting was held from `first` to `last` and has submitted minutes."""
	return which(meeting) & (meeting.docstatus == SUBMITTED) & meeting.meeting_date[first:last]


def _was_away(attendee) -> Criterion:
	return attendee.attendance != PRESENT


def _is_named_as_away(attendee) -> Criterion:
	"""As `attendance.is_named` has it."""
	named = (attendee.from_register == 0) | (attendee.attendance != ABSENT) | (attendee.reason != "")
	return _was_away(attendee) & named


def _of_held(child, which: Which, first: date, last: date):
	"""The query of the rows of a child table of the meetings held."""
	meeting = DocType("Party Meeting")
	query = frappe.qb.from_(child).join(meeting).on(meeting.name == child.parent)
	return query.where(is_held(meeting, which, first, last))


def _children(doctype, fields, which, first, last, condition=None) -> dict[str, list]:
	child = DocType(doctype)
	query = _of_held(child, which, first, last).select(child.parent, *(child[field] for field in fields))
	if condition:
		query = query.where(condition(child))
	found: dict[str, list] = defaultdict(list)
	for row in query.orderby(child.parent, child.idx).run(as_dict=True):
		found[row.parent].append(row)
	return found


def _count_children(doctype, which, first, last, condition=None) -> dict[str, int]:
	child = DocType(doctype)
	query = _of_held(child, which, first, last).select(child.parent, Count(child.name)).groupby(child.parent)
	return dict(query.where(condition(child)).run() if condition else query.run())


def _attended(which, first, last) -> dict[str, dict[str, str]]:
	"""Return by conference of partners who was there: names by members, in the order of the record."""
	meeting, attendee = DocType("Party Meeting"), DocType("Party Meeting Attendee")
	query = _of_held(attendee, which, first, last)
	query = query.select(attendee.parent, attendee.member, attendee.member_name).orderby(attendee.idx)
	label = meeting_kinds.meeting_kind(_WITH_SECRETARY).label
	found: dict[str, dict[str, str]] = {}
	for meeting_name, member, name in query.where(
		(meeting.kind == label) & (attendee.attendance == PRESENT)
	).run():
		found.setdefault(meeting_name, {})[member] = name
	return found


def evidence(rows: Iterable, post_rows: Iterable = ()) -> dict[str, list[Evidence]]:
	"""Return the evidence by the key under which clauses ask for it.

	A meeting that is also an assembly, theme day, lecture or organisation life meeting counts for each; a Party activity to
	which partners who are no Party members were invited counts for R17 as well, each of the three councils for R44. A
	conference of partners proves that the secretary took part (R16) unless its record shows that he did not. An assembly
	without a quorum (R22) and a lecture that nobody gave (R30) prove nothing. `post_rows` are those of `posts.load`.
	"""
	secretaries = [row for row in post_rows if row.key == "secretary"]
	found: dict[str, list[Evidence]] = {kind.evidence: [] for kind in meeting_kinds.meeting_kinds()}
	found[_PARTNER_INVITED], found[_COUNCIL] = [], []
	for row in rows:
		for kind in dict.fromkeys(row.kinds):
			subject = row.party_group if kind == _OF_GROUP else row.branch
			if subject and (kind != _WITH_SECRETARY or _secretary_took_part(row, secretaries)):
				found[meeting_kinds.meeting_kind(kind).evidence].append(
					_proof(row, subject, _shortcoming(row, kind), _who_was_there(row, kind))
				)
		if row.partners and not any(
			meeting_kinds.meeting_kind(kind).convened_by == _FIRM for kind in row.kinds
		):
			found[_PARTNER_INVITED].append(_proof(row, row.branch))
		if any(meeting_kinds.meeting_kind(kind).three_councils for kind in row.kinds):
			found[_COUNCIL].append(_proof(row, row.branch))
	return found


def _secretary_took_part(row, secretaries: Iterable) -> bool:
	"""Whether the record of a meeting does not contradict that the secretary of the day was there."""
	there = {*row.attended, row.chair} - {None, ""}
	in_office = {
		post.member
		for post in secretaries
		if post.branch == row.branch and covers(post.first, post.last, row.meeting_date)
	}
	return not there or not in_office or bool(there & in_office)


def _shortcoming(row, kind: str) -> Message | None:
	"""Why the record of a meeting does not count for a kind, None if it does."""
	if kind == _ASSEMBLY or kind == _COMMITTEE == row.kinds[0]:
		return attendance.lacks_quorum(kind, row.meeting_date, row.voters, _voters_there(row))
	if kind == _LECTURE and not (row.lecturer or "").strip():
		return Message("The lecture of {day} has no lecturer on record.", day=row.meeting_date)
	return None


def _voters_there(row) -> int | None:
	"""How many with a vote were there; without names at most as many as the record says, None if it says nothing.

	Where nobody present has one, nobody has noted who votes.
	"""
	if row.present_count:
		return row.voters_present or None
	return row.stated_present or None


def _who_was_there(row, kind: str) -> Message | None:
	"""Whom the record of a conference of partners names (R16), None for meetings of which others tell."""
	if kind != _WITH_SECRETARY:
		return None
	names = list(row.attended.values()) or [name for name in (row.chair_name,) if name]
	if not names:
		return Message("The record does not say who attended.")
	shown, more = tuple(names[:_PEOPLE_NAMED]), len(names) - _PEOPLE_NAMED
	people = shown if more <= 0 else Message("{people} and {more} more", people=shown, more=more)
	return Message("Attended: {people}.", people=people)


def _proof(row, subject: str, shortcoming: Message | None = None, remark: Message | None = None) -> Evidence:
	return Evidence(
		subject=subject,
		day=row.meeting_date,
		doctype="Party Meeting",
		name=row.name,
		partial=shortcoming is not None,
		remark=shortcoming or remark,
	)


def subjects(rows: Iterable) -> tuple[Subject, ...]:
	"""Return the meetings themselves as subjects."""
	return tuple(
		subject_of(row.branch, "Party Meeting", row.name, row.topic, row.meeting_date) for row in rows
	)


def minutes(rows: Iterable) -> dict[str, MinutesFacts]:
	"""Return by meeting what its minutes hold."""
	return {
		row.name: MinutesFacts(
			kinds=row.kinds,
			starts_on=row.starts_on,
			ends_on=row.ends_on,
			location=row.location,
			present_count=row.present_count,
			# Nobody is expected at no meeting: 0 means that the number was not recorded.
			expected_count=row.expected or row.expected_count or None,
			absentees_listed=row.absentees,
			chair=row.chair,
			agenda=row.agenda or row.topic,
			speeches=row.speeches or row.speakers,
			outcome=row.outcome or row.resolutions,
			lecturer=row.lecturer,
			topic=row.topic,
			content_tags=tuple(tag for tag in _TAGS if row[f"has_{tag}"]),
		)
		for row in rows
	}


def last_of_kind(
	branch: str, kind: str, party_group: str | None = None, before: datetime | None = None
) -> str | None:
	"""Return the last submitted meeting of a kind (its label) of a branch, None if there was none: one query.

	`party_group` narrows it to those of a group, `before` to those that began earlier.
	"""
	filters: dict[str, Any] = {"branch": branch, "kind": kind, "docstatus": SUBMITTED}
	if party_group:
		filters["party_group"] = party_group
	if before:
		filters["starts_on"] = ["<", before]
	found = frappe.get_all(
		"Party Meeting", filters=filters, pluck="name", order_by="starts_on desc, name desc", limit=1
	)
	return found[0] if found else None
