"""Notices of meetings: what the form of a notice asks for and does, and what somebody invited reads and answers on his page."""

from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, get_datetime, getdate, now_datetime

from party_affairs.api.caller import required_member
from party_affairs.arguments import parse_day, parse_yes
from party_affairs.facts.meetings import expected
from party_affairs.facts.meetings import notices as facts
from party_affairs.facts.organisation import addressees
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.party_affairs.doctype.meeting_notice import steps
from party_affairs.permissions.scope import scope_for
from party_affairs.rules.meetings import notices as rules
from party_affairs.rules.names import stroke_key

_MONTHS_SHOWN = 6


@frappe.whitelist()
def whom_it_concerns(
	branch: str,
	kind: str,
	day: str | date,
	party_group: str | None = None,
	enlarged: bool | int | str = False,
) -> list[dict[str, Any]]:
	"""Return the members whom a meeting of `kind` on `day` concerns, as rows of its invited; none where people are invited by hand."""
	scope_for(steps.NOTICE, "write").check_branch(branch)
	scope_for("Party Member").check_branch(branch)
	entry = _kind(kind)
	if entry.attendees == "group" and not party_group:
		frappe.throw(_("Please choose the Party Group first."))
	rows = expected.called(
		branch, entry.key, parse_day(day), party_group, enlarged=parse_yes(enlarged, "enlarged")
	)
	return [{"member": row.member, "member_name": row.member_name} for row in rows]


def _kind(label: str) -> meeting_kinds.MeetingKind:
	try:
		return meeting_kinds.meeting_kind(frappe.scrub(label))
	except KeyError:
		frappe.throw(
			_("Kind of meeting {0} is unknown.").format(frappe.bold(frappe.utils.escape_html(label)))
		)


@frappe.whitelist(methods=["POST"])
def issue(notice: str) -> dict[str, int]:
	"""Issue a notice to everybody whom it invites. Return how many these are."""
	return {"number": steps.IssueNotice.of(notice).take()}


@frappe.whitelist(methods=["POST"])
def change(
	notice: str,
	reason: str,
	starts_on: str | datetime | None = None,
	ends_on: str | datetime | None = None,
	location: str | None = None,
	topic: str | None = None,
	answer_until: str | date | None = None,
) -> None:
	"""Change what was told of a meeting, and tell everybody who is invited again."""
	steps.ChangeNotice.of(
		notice,
		reason=reason,
		starts_on=starts_on,
		ends_on=ends_on,
		location=location,
		topic=topic,
		answer_until=answer_until,
	).take()


@frappe.whitelist(methods=["POST"])
def call_off(notice: str, reason: str) -> None:
	"""Call a meeting off, and tell everybody who is invited."""
	steps.CallOff.of(notice, reason=reason).take()


@frappe.whitelist(methods=["POST"])
def open_minutes(notice: str) -> str:
	"""Begin the minutes with all that the notice knows; return the name of that draft, of one that is there already too."""
	return steps.OpenMinutes.of(notice).take()


@frappe.whitelist()
def without_minutes(branch: str, kind: str, party_group: str | None = None) -> dict[str, Any] | None:
	"""Return the latest notice of a kind of meeting whose day has come and whose minutes were not opened: name, topic, starts_on.

	None if there is none, or the caller opens no minutes from notices of the branch.
	"""
	if not scope_for(steps.NOTICE, "write").covers(branch):
		return None
	row = facts.without_minutes(branch, _kind(kind).label, party_group, now_datetime())
	return row and {"name": row.name, "topic": row.topic, "starts_on": str(row.starts_on)}


@frappe.whitelist(methods=["POST"])
def note_answer(
	notice: str, member: str, answer: str, leave_kind: str | None = None, reason: str | None = None
) -> None:
	"""Note what a member told the branch, as by telephone; also after the last day for answers, until the minutes open."""
	steps.TakeAnswer.of(
		notice, member=member, answer=answer, leave_kind=leave_kind, reason=reason, entered=True
	).take()


@frappe.whitelist(methods=["POST"])
def decide_leave(notice: str, member: str, granted: bool | int | str) -> None:
	"""Grant a member the leave for which he asked, or do not; he is told."""
	steps.DecideLeave.of(notice, member=member, granted=parse_yes(granted, "granted")).take()


@frappe.whitelist()
def answers(notice: str) -> dict[str, Any]:
	"""Return who of those invited comes and who does not, with `counts`, and a warning if the quorum is at risk.

	Whoever has no login in use (`is_reached`) was told by nobody yet.

	Kind and reason of a leave are told to those alone who may read the answers themselves (`may_decide`).
	"""
	document = frappe.get_doc(steps.NOTICE, notice)
	document.check_permission("read")
	rows = facts.answers(notice)
	reads = scope_for(steps.ANSWER).covers(document.branch)
	counts = rules.count(rows)
	reached = addressees.of_members([row.member for row in rows])
	return {
		"rows": [
			{
				"member": row.member,
				"member_name": row.member_name,
				"answer": row.answer or None,
				"decision": row.decision or None,
				"is_reached": row.member in reached,
				**({"leave_kind": row.leave_kind, "reason": row.reason} if reads else {}),
			}
			for row in sorted(rows, key=_in_order)
		],
		"counts": {
			"invited": counts.invited,
			"coming": counts.coming,
			"leave": counts.leave,
			"unanswered": counts.unanswered,
		},
		"warning": _warning(document, rows),
		"may_decide": reads and scope_for(steps.NOTICE, "write").covers(document.branch),
	}


def _in_order(row) -> tuple:
	"""Leave to be decided on first, then other leave, those who said nothing, and those who come; each by the strokes of names."""
	place = {rules.LEAVE: 1 if row.decision else 0, rules.COMING: 3}.get(row.answer, 2)
	return place, stroke_key(row.member_name or "")


def _warning(document, rows: list) -> str | None:
	"""Whether too few with a vote are left, by the register of the meeting's day."""
	if document.status != rules.ISSUED:
		return None
	day, kind = getdate(document.starts_on), frappe.scrub(document.kind)
	register = expected.register_of([document.branch], day)
	voting = register.expected(document.branch, kind, document.party_group, day) or {}
	away = sum(row.answer == rules.LEAVE and voting.get(row.member, False) for row in rows)
	warning = rules.quorum_at_risk(kind, sum(voting.values()), away)
	return warning.text(_) if warning else None


# Somebody invited, on his own page


def my_notices() -> list[dict[str, Any]]:
	"""Return the meetings to which the caller is invited, from half a year ago on: those to come first, the nearest first."""
	now = now_datetime()
	rows = [
		_shown(row, now)
		for row in facts.of_member(required_member(), add_to_date(now, months=-_MONTHS_SHOWN))
	]
	coming = [row for row in rows if row["is_coming"]]
	return coming + [row for row in reversed(rows) if not row["is_coming"]]


def my_notice(name: str) -> dict[str, Any]:
	"""Return a notice by which the caller is invited: agenda, what is to be prepared, papers, and his answer.

	Raise PermissionError, whether or not there is such a notice, for whoever is not invited.
	"""
	member = required_member()
	document = _invited_document(name, member)
	(row,) = (row for row in facts.of_member(member, get_datetime(document.starts_on)) if row.name == name)
	return {
		**_shown(row, now_datetime()),
		"note": document.note,
		"chair_name": document.chair_name,
		"change_reason": document.change_reason,
		"called_off_reason": document.called_off_reason,
		"agenda": [{"item": item.item, "presenter": item.presenter_name} for item in document.agenda_items],
		"preparations": [
			{"who": part.member_name, "what": part.brings, "own": part.member == member}
			for part in document.preparations
		],
		"papers": [{"row": paper.name, "title": paper.title} for paper in document.papers],
	}


def _shown(row, now: datetime) -> dict[str, Any]:
	starts_on = get_datetime(row.starts_on)
	return {
		**{field: row[field] for field in ("name", "kind", "topic", "branch", "status", "location")},
		**{field: row[field] for field in ("answer", "leave_kind", "reason", "answered_on", "decision")},
		"starts_on": starts_on,
		"ends_on": get_datetime(row.ends_on) if row.ends_on else None,
		"answer_until": row.answer_until or starts_on.date(),
		"is_coming": starts_on > now and row.status == rules.ISSUED,
		"was_changed": bool(row.changed_on),
		"takes_answers": not row.meeting
		and rules.takes_answers(row.status, starts_on, row.answer_until and getdate(row.answer_until), now),
	}


@frappe.whitelist(methods=["POST"])
def answer(notice: str, answer: str, leave_kind: str | None = None, reason: str | None = None) -> None:
	"""Note whether the caller, who is invited, comes to a meeting or asks for leave."""
	member = required_member()
	document = _invited_document(notice, member, for_update=True)
	steps.TakeAnswer(document, member=member, answer=answer, leave_kind=leave_kind, reason=reason).take()


@frappe.whitelist()
def paper(notice: str, row: str) -> None:
	"""Download a paper of a meeting to which the caller is invited."""
	document = _invited_document(notice, required_member())
	found = next((paper for paper in document.papers if paper.name == row), None)
	file = found and facts.file_of_paper(notice, found.file)
	if not file:
		frappe.throw(_("There is no such paper."), frappe.DoesNotExistError)
	stored = frappe.get_doc("File", file)
	frappe.local.response.filename = stored.file_name
	frappe.local.response.filecontent = stored.get_content()
	frappe.local.response.type = "download"


def _invited_document(name: str, member: str, *, for_update: bool = False):
	"""Return a notice that was issued to `member`; raise PermissionError for any other."""
	if facts.answer_of(name, member):
		document = frappe.get_doc(steps.NOTICE, name, for_update=for_update)
		if document.status != rules.PREPARED:
			return document
	frappe.throw(_("You are not invited to this meeting."), frappe.PermissionError)
