"""Events that a member's record makes itself when his firm or his post in it changes there (guide 一（四）8, N03).

Whoever changes the record need not enter the event as well. A slip is corrected where it was made: on the day on which
an event was noted, or to which it belongs, a further change corrects it, and a change back withdraws it, unless somebody has talked about it.
"""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, get_link_to_form, getdate, nowdate

from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.exceptions import StandingError
from party_affairs.facts.members import history
from party_affairs.language import site_language
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER
from party_affairs.rules.members import practice
from party_affairs.rules.members.practice import Practice

FIRM, POSITION = "Firm Change", "Position Change"
SINCE = {FIRM: "firm_from", POSITION: "position_from"}
"""Kinds of events about practice, and the field of the record that says since when it is so."""

_VALUES = {FIRM: ("firm",), POSITION: ("firm_position", "is_partner")}
_FIELDS = {FIRM: ("from_firm", "to_firm"), POSITION: ("from_position", "new_position")}


@dataclass(frozen=True)
class Change:
	"""A change of firm or post on a day, None if nobody knows it. An empty value: none any more."""

	kind: str
	day: date | None
	before: str
	after: str


def date_changes(member: Document) -> list[Change]:
	"""Set the days that go with changed values, and return what has changed. The caller saves the member.

	A change without a day is of :func:`presumed_day`, one that corrects another is of the other's.
	"""
	before = member.get_doc_before_save()
	if not before:
		return []
	found = []
	for kind, since in SINCE.items():
		old, new = (_value(kind, document) for document in (before, member))
		has_changed, dated = _has_changed(kind, before, member), bool(changed_fields(member, (since,)))
		day = getdate(member.get(since)) if member.get(since) else None
		if has_changed and not dated:
			day = presumed_day(member)
			slip = _slip(history.last_event(member.name, kind), day)
			day = slip.happened_on if slip else day
			member.set(since, None if slip and _told(kind, slip)[0] == new else day)
		if has_changed or (dated and old == new):
			found.append(Change(kind, day, old, new))
		if not new:
			member.set(since, None)
	return found


def presumed_day(member: Document) -> date | None:
	"""Return the day of a change that names none: today, or, by the workbook of a past year, the last day of that year.

	The same workbook once more corrects what it said: None.
	"""
	year, today = member.flags.workbook_year, getdate(nowdate())
	if not year or year >= today.year:
		return today
	came_from = cstr(member.import_row).rsplit("|", 3)
	return None if came_from[1:2] == [str(year)] else date(year, 12, 31)


def note(member: Document, change: Change) -> None:
	"""Make the event of a change, or set right the one that this change corrects. Only of Party members on register."""
	if change.day is None or member.status not in ON_REGISTER or member.stage not in IN_THE_PARTY:
		return
	last = history.last_event(member.name, change.kind)
	if change.before == change.after:
		if last and last.from_record and _told(change.kind, last)[1] == change.after:
			_correct(last, change)
		return
	if _slip(last, change.day):
		if _told(change.kind, last)[0] == change.after:
			frappe.delete_doc("Party Member Event", last.name, ignore_permissions=True)
		else:
			_correct(last, change)
		return
	if last and last.happened_on > change.day:
		frappe.throw(
			_("{0} is earlier than {1} of the same member. Please check the dates.").format(
				label_of(member, SINCE[change.kind]), get_link_to_form("Party Member Event", last.name)
			),
			StandingError,
		)
	event = frappe.get_doc(
		{
			"doctype": "Party Member Event",
			"member": member.name,
			"branch": member.branch,
			"kind": change.kind,
			"happened_on": change.day,
			**dict(zip(_FIELDS[change.kind], (change.before or None, _new_value(change)), strict=True)),
		}
	)
	event.flags.noted_from = member
	event.insert(ignore_permissions=True)


def note_new_firm(member: Document, former_firm: str | None, day: date) -> None:
	"""Make the event of a change of firm that came with a transfer on `day`, if there was one."""
	if practice.moved(Practice(cstr(former_firm)), _practice(member)):
		note(member, Change(FIRM, day, cstr(former_firm), cstr(member.firm)))


def _slip(last, day: date | None):
	"""Return the last event of a kind if a change on `day` corrects it, None otherwise."""
	if not last or not last.from_record:
		return None
	same_day = getdate(last.creation) == getdate(nowdate()) or last.happened_on == day
	return last if same_day and not history.is_talked_about(last.name) else None


def _correct(event, change: Change) -> None:
	document = frappe.get_doc("Party Member Event", event.name)
	document.update({"happened_on": change.day, _FIELDS[change.kind][1]: _new_value(change)})
	document.flags.noted_from = document
	document.save(ignore_permissions=True)


def _told(kind: str, event) -> tuple[str, str]:
	"""What an event says: the value before and the one after."""
	before, after = (cstr(event.get(field)) for field in _FIELDS[kind])
	return before, "" if kind == POSITION and after == _no_post() else after


def _new_value(change: Change) -> str | None:
	return change.after or (_no_post() if change.kind == POSITION else None)


def _has_changed(kind: str, before: Document, after: Document) -> bool:
	if kind == FIRM:
		return practice.moved(_practice(before), _practice(after))
	return practice.promoted(_practice(before), _practice(after), _partner())


def _value(kind: str, member: Document) -> str:
	return cstr(member.firm) if kind == FIRM else practice.post(_practice(member), _partner())


def _practice(member: Document) -> Practice:
	return Practice(cstr(member.firm), cstr(member.firm_position), bool(cint(member.is_partner)))


def _partner() -> str:
	return _("Partner", site_language())


def _no_post() -> str:
	return _("No Post in the Firm", site_language())
