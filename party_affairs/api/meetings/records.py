"""What the form of a meeting asks for: who is expected, what the plan foresees, what is missing; and what is entered
about a meeting after its minutes were locked."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.arguments import parse_day, parse_moment, parse_yes
from party_affairs.facts.meetings import expected, held, plans
from party_affairs.facts.organisation import groups, posts
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.party_affairs.doctype.party_meeting import steps
from party_affairs.permissions import scope_for
from party_affairs.rules.meetings import plans as plan_rules
from party_affairs.rules.meetings import records as meeting_rules

_MEETING = "Party Meeting"
_TAKEN_OVER = ("location", "method", "chair", "convened_by", "recorder", "is_enlarged")
"""What a meeting usually has in common with the last of its kind. What was done, said and decided is not."""


@frappe.whitelist()
def expected_attendees(
	branch: str,
	kind: str,
	day: str | date | None = None,
	party_group: str | None = None,
	enlarged: bool | int | str = False,
) -> list[dict[str, Any]]:
	"""Return the members who are expected at a meeting of `kind` on `day` (default today), as rows of its attendees.

	Who is expected follows from the guide: all members, the committee (`enlarged` by the leaders of groups, who have no
	vote there), or one group; to some meetings people are invited, and the list is empty. Probationary members have no
	vote (Party Constitution).
	"""
	scope_for(_MEETING, "write").check_branch(branch)
	scope_for("Party Member").check_branch(branch)
	on = parse_day(day or nowdate())
	called = _kind_of(kind)
	if called.attendees == "group" and not party_group:
		frappe.throw(_("Please choose the Party Group first."))
	return [
		{
			"member": row.member,
			"member_name": row.member_name,
			"attendance": "Present",
			"has_vote": int(row.has_vote),
		}
		for row in expected.called(
			branch, called.key, on, party_group, enlarged=parse_yes(enlarged, "enlarged")
		)
	]


def _kind_of(label: str) -> meeting_kinds.MeetingKind:
	try:
		return meeting_kinds.meeting_kind(frappe.scrub(label))
	except KeyError:
		frappe.throw(_("Kind of meeting {0} is unknown.").format(frappe.bold(label)))


@frappe.whitelist()
def suggestions(
	branch: str, kind: str, day: str | date | None = None, party_group: str | None = None
) -> dict[str, Any]:
	"""Return what a new record of a meeting may begin with: `topic` and `lecturer` of the plan's next open line for its
	time, who is `responsible` by the plan, and the `chair` whom the guide names; None where nothing is known."""
	scope_for(_MEETING, "write").check_branch(branch)
	on = parse_day(day or nowdate())
	entry = _kind_of(kind)
	line = _planned_line(branch, entry.key, on)
	return {
		"topic": line and line.topic,
		"lecturer": line
		and (line.lecturer or (line.responsible_name if entry.key == "party_lecture" else None)),
		"responsible": line and line.responsible_name,
		"chair": _regular_chair(branch, entry, party_group, on),
	}


def _planned_line(branch: str, kind: str, on: date) -> Any:
	"""Return the first line of the plan that is still to be held in the time of `on`, None if there is none."""
	if not scope_for("Party Annual Plan").covers(branch):
		return None
	rows = plans.planned_and_held([branch], on.year, max(on, getdate(nowdate())), [branch])
	for row in rows:
		planned = plan_rules.PlanLine(row.month, frappe.scrub(row.kind), row.named)
		if planned.kind != kind or row.meeting or row.named:
			continue
		if plan_rules.period_of_line(planned, on.year).contains(on):
			return row
	return None


def _regular_chair(
	branch: str, entry: meeting_kinds.MeetingKind, party_group: str | None, on: date
) -> str | None:
	if entry.chaired_by == "group_leader":
		return groups.leader_of(party_group, branch) if party_group else None
	holders = [member for member, keys in posts.held_in(branch, on).items() if entry.chaired_by in keys]
	return holders[0] if holders else None


@frappe.whitelist()
def last_meeting(
	branch: str, kind: str, party_group: str | None = None, before: str | None = None
) -> dict[str, Any] | None:
	"""Return what the last submitted meeting of a kind has in common with the next: place, method, chair, recorder,
	contents, guests, and its hours of the day; None if there was none. `before` is when the new one begins."""
	scope = scope_for(_MEETING, "write")
	scope.check_branch(branch)
	found = held.last_of_kind(
		branch, _kind_of(kind).label, party_group, parse_moment(before) if before else None
	)
	if not found:
		return None
	document = frappe.get_doc(_MEETING, found)
	document.check_permission("read")
	return {
		"topic": document.topic,
		"starts_on": document.starts_on,
		"ends_on": document.ends_on,
		"values": {field: document.get(field) for field in (*_TAKEN_OVER, *meeting_kinds.also_ticks())},
		"guests": [
			{"guest_name": row.guest_name, "guest_kind": row.guest_kind, "unit": row.unit}
			for row in document.guests
		],
	}


@frappe.whitelist()
def what_the_guide_says(kind: str) -> list[str]:
	"""Return in sentences what the guide says of a kind of meeting, in the caller's language."""
	scope_for(_MEETING).check_not_empty()
	return [sentence.text(_) for sentence in meeting_rules.what_the_guide_says(_kind_of(kind).key)]


@frappe.whitelist()
def missing_minutes(meeting: str) -> list[str]:
	"""Return which of the eight minutes fields (guide 一（四）1) a meeting's record lacks, in the caller's language."""
	document = frappe.get_doc(_MEETING, meeting)
	document.check_permission("read")
	return [label.text(_) for label in meeting_rules.missing_minutes(document.minutes_facts())]


# After the minutes were locked


@frappe.whitelist(methods=["POST"])
def record_make_up(
	meeting: str, members: str | list, made_up_on: str | date, how: str | None = None
) -> dict[str, Any]:
	"""Record that `members` who missed a submitted meeting have made it up on a day, and how. Returns their number.

	Asks for the right to submit meetings of the branch. The record keeps its minutes; what changes is in its history.
	"""
	step = steps.RecordMakeUp.of(meeting, members=members, made_up_on=made_up_on, how=how)
	return {"number": step.take()}


@frappe.whitelist(methods=["POST"])
def record_follow_up(
	meeting: str, resolution: str, done_on: str | date | None = None, note: str | None = None
) -> dict[str, Any]:
	"""Record how far a resolution (a row of a submitted meeting) has been carried out: the day on which it was done, or
	only a note on where it stands. Asks for the right to submit meetings of the branch."""
	step = steps.RecordFollowUp.of(meeting, resolution=resolution, done_on=done_on, note=note)
	return {"done_on": step.take()}


@frappe.whitelist(methods=["POST"])
def correct_minutes(meeting: str, reason: str) -> str:
	"""Cancel a submitted record and return the name of the draft that takes its place, which says what was wrong.

	Asks for the rights to cancel and to amend. Until the draft is submitted, the meeting counts as not recorded.
	"""
	return steps.CorrectMinutes.of(meeting, reason=reason).take()
