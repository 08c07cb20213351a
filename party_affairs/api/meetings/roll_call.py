"""The roll-call of a meeting on its day, and phrases for its minutes: what the form of the record asks for."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.facts.meetings import phrases as facts
from party_affairs.guide.meetings import phrases as guide
from party_affairs.ledgers.text import full_date
from party_affairs.party_affairs.doctype.party_meeting import steps
from party_affairs.permissions.scope import scope_for
from party_affairs.rules.meetings import notices as notice_rules
from party_affairs.rules.meetings import phrases as rules
from party_affairs.rules.names import stroke_key

_MEETING = "Party Meeting"


@frappe.whitelist()
def roll(meeting: str) -> dict[str, Any]:
	"""Return who is called at a meeting, in the stroke order of the names, with what the record says of each.

	`entitled` are those who vote by the register of the day, `needed` how many of them open the meeting (None: no number is
	asked for), and `reasons` those of absence to choose from.
	"""
	document = frappe.get_doc(_MEETING, meeting)
	document.check_permission("write")
	roll_call = steps.CallRoll(document, absences=[])
	rows = {row.member: row for row in document.attendees}
	names = {
		member: rows[member].member_name if member in rows else document.register().people[member].label
		for member in roll_call.roll
	}
	voting = {member: document.may_vote(member) for member in names}
	entitled = sum(voting.values())
	return {
		"rows": [
			{
				"member": member,
				"member_name": name,
				"has_vote": voting[member],
				"attendance": rows[member].attendance if member in rows else "Present",
				"reason": rows[member].reason if member in rows else None,
			}
			for member, name in sorted(names.items(), key=lambda item: stroke_key(item[1] or ""))
		],
		"entitled": entitled,
		"needed": notice_rules.needed(frappe.scrub(document.kind), entitled),
		"reasons": [{"text": entry.text, "attendance": entry.attendance} for entry in guide.absences()],
	}


@frappe.whitelist(methods=["POST"])
def call_roll(meeting: str, absences: str | list, photos: str | list | None = None) -> dict[str, int]:
	"""Enter who is absent, and why; all others on the roll are present. Return how many are there, and how many were called."""
	step = steps.CallRoll.of(meeting, absences=absences, photos=photos)
	step.take()
	return {"present": step.document.present_count, "expected": step.document.expected_count}


@frappe.whitelist()
def phrases(kind: str, branch: str, meeting: str | None = None) -> dict[str, list[str]]:
	"""Return phrases for the minutes of a kind of meeting by part, with what the record `meeting` knows put in.

	The branch's own come first, or stand in the place of those that are shipped.
	"""
	scope_for(_MEETING, "write").check_branch(branch)
	try:
		found = guide.phrases_of(frappe.scrub(kind))
	except KeyError:
		frappe.throw(_("Kind of meeting {0} is unknown.").format(frappe.bold(frappe.utils.escape_html(kind))))
	known = _known(meeting) if meeting else {"branch": branch}
	own = facts.of_branch(branch, kind)
	return {
		part: [
			rules.filled(text, known)
			for text in rules.offered(
				getattr(found, part), [row for row in own if frappe.scrub(row.part) == part]
			)
		]
		for part in guide.PARTS
	}


def _known(meeting: str) -> dict[str, Any]:
	document = frappe.get_doc(_MEETING, meeting)
	document.check_permission("read")
	counted = bool(document.present_count)
	return {
		"date": full_date(getdate(document.starts_on)),
		"branch": document.branch,
		"place": document.location,
		"topic": document.topic,
		"chair": document.chair_name,
		"recorder": document.recorder_name,
		"lecturer": document.lecturer,
		"expected": document.expected_count or None,
		"present": document.present_count if counted else None,
		"absent": document.absent_count if counted else None,
		"voters": document.voters_expected or None,
		"voters_present": document.voters_present if counted else None,
	}
