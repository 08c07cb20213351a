"""The life of a meeting's notice (会议通知), step by step in its order.

It is prepared, issued to those whom the meeting concerns, changed or called off with a word to all of them, answered, and on the
day becomes the draft of the minutes. It is no evidence of anything.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from party_affairs.arguments import parse_day, parse_moment
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.typed import typed_text
from party_affairs.compliance import robots
from party_affairs.compliance.notify import Links, notify
from party_affairs.exceptions import MeetingError, rules_speak_to_user
from party_affairs.facts.meetings import notices as facts
from party_affairs.facts.members.register import logins_of
from party_affairs.facts.organisation import addressees
from party_affairs.jobs import enqueue, in_chunks
from party_affairs.language import in_site_language
from party_affairs.permissions.scope import scope_for
from party_affairs.rows import insert, new_name
from party_affairs.rules.meetings import notices as rules
from party_affairs.steps import StatusStep

NOTICE, ANSWER, MEETING = "Meeting Notice", "Meeting Answer", "Party Meeting"
PAGE = "/party/meetings?name={0}"
_KIND = "meetings"
"""The kind of reminders by which people switch such notices on and off."""
_DECIDE = ("Secretary", "Deputy Secretary")
"""Who grants leave: the first, as which the second is found while he acts for him."""
_TOLD_AT_ONCE = 50
"""So many are told while whoever issues the notice waits."""
_ANSWER_COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"),
	*("branch", "notice", "meeting_date", "member", "member_name"),
)
_MOVED = ("starts_on", "ends_on", "location", "topic", "answer_until")


class NoticeStep(StatusStep):
	doctype = NOTICE
	exception = MeetingError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a notice with status {0}, and this one has {1}.")

	def text(self, value: str | None, label: str) -> str:
		return typed_text(value, label, MeetingError)


class IssueNotice(NoticeStep):
	"""The notice goes to everybody who is invited, and from now on to whoever is invited besides."""

	since, to = (rules.PREPARED,), rules.ISSUED
	writes = ("issued_on",)

	def check(self) -> None:
		"""It needs a time to come, a place, and somebody who is invited."""
		super().check()
		document = self.document
		require(document, "starts_on", "location", exception=MeetingError)
		check_times(document)
		if not document.invitees:
			frappe.throw(
				_("{0}: nobody is invited. Bring in those whom the meeting concerns first.").format(
					label_of(document, "invitees")
				),
				MeetingError,
			)

	def change(self) -> int:
		self.document.issued_on = now_datetime()
		self.save(_("The notice was issued."))
		announce(self.document)
		return len(self.document.invitees)


@dataclass
class ChangeNotice(NoticeStep):
	"""Time, place or topic are changed, and everybody who is invited is told again."""

	reason: str
	starts_on: str | datetime | None = None
	ends_on: str | datetime | None = None
	location: str | None = None
	topic: str | None = None
	answer_until: str | date | None = None

	since = (rules.ISSUED,)
	writes = ("changed_on", "change_reason")

	def check(self) -> None:
		"""It needs a reason, and something that changes; the new time lies ahead."""
		super().check()
		if not self.text(self.reason, _("What Was Changed and Why")):
			frappe.throw(_("Please say what is changed, and why: those invited read it."), MeetingError)
		if self.document.meeting:
			frappe.throw(
				_("The minutes of this meeting were opened already. Correct time and place there."),
				MeetingError,
			)

	def change(self) -> None:
		document = self.document
		before = [str(document.get(field) or "") for field in _MOVED]
		document.update(self.given())
		if document.ends_on and self.starts_on and not self.ends_on:
			document.ends_on = None
		check_times(document)
		if before == [str(document.get(field) or "") for field in _MOVED]:
			frappe.throw(
				_("Nothing of the notice is changed. Enter the new time, place or topic."), MeetingError
			)
		document.changed_on = now_datetime()
		document.change_reason = self.text(self.reason, _("What Was Changed and Why"))
		self.save(_("The notice was changed: {0}").format(document.change_reason))
		tell_everybody(document)
		announce(document)

	def given(self) -> dict[str, Any]:
		given = {"location": self.location, "topic": self.topic}
		for field in ("starts_on", "ends_on"):
			given[field] = parse_moment(getattr(self, field)) if getattr(self, field) else None
		given["answer_until"] = parse_day(self.answer_until) if self.answer_until else None
		return {field: value for field, value in given.items() if value}


@dataclass
class CallOff(NoticeStep):
	"""The meeting is called off, and everybody who is invited is told."""

	reason: str

	since, to = (rules.ISSUED,), rules.CALLED_OFF
	writes = ("called_off_on", "called_off_reason")

	def check(self) -> None:
		"""It needs a reason, and no minutes."""
		super().check()
		if not self.text(self.reason, _("Why It Was Called Off")):
			frappe.throw(_("Please say why the meeting is called off: those invited read it."), MeetingError)
		if self.document.meeting:
			frappe.throw(
				_(
					"The minutes of this meeting were opened already. Delete that draft before the meeting is called off."
				),
				MeetingError,
			)

	def change(self) -> None:
		document = self.document
		document.called_off_on = now_datetime()
		document.called_off_reason = self.text(self.reason, _("Why It Was Called Off"))
		self.save(_("The meeting was called off: {0}").format(document.called_off_reason))
		tell_everybody(document)
		announce(document)


class OpenMinutes(NoticeStep):
	"""The minutes begin as a draft with all that the notice knows; its name is returned, of one that is there already too."""

	since = (rules.ISSUED,)
	writes = ("meeting",)

	def check(self) -> None:
		"""It needs that the day of the meeting has come: until then answers may change."""
		super().check()
		if self.document.meeting:
			return
		day = getdate(self.document.starts_on)
		if day > now_datetime().date():
			frappe.throw(
				_("The minutes open on the day of the meeting ({0}): until then answers may change.").format(
					day.isoformat()
				),
				MeetingError,
			)

	def change(self) -> str:
		document = self.document
		if not document.meeting:
			document.meeting = frappe.get_doc(minutes_of(document)).insert().name
			self.save(_("The minutes were opened."))
		return document.meeting


@dataclass
class TakeAnswer(NoticeStep):
	"""A `member` who is invited comes, or asks for leave. With `entered` the branch notes what he told it, even after the last day.

	Asks for no right by itself where the member answers: who he is says his login.
	"""

	member: str
	answer: str
	leave_kind: str | None = None
	reason: str | None = None
	entered: bool = False

	since = (rules.ISSUED,)

	def ask_right(self) -> None:
		super().ask_right()
		scope_for(ANSWER).check_branch(self.document.branch)

	def check(self) -> None:
		"""It needs that he is invited, an answer with its reason, and that it is not too late for it."""
		super().check()
		document = self.document
		if not facts.answer_of(document.name, self.member):
			frappe.throw(_("You are not invited to this meeting."), frappe.PermissionError)
		now = now_datetime()
		open_ = rules.takes_answers(
			document.status,
			get_datetime(document.starts_on),
			document.answer_until and getdate(document.answer_until),
			now,
		)
		if document.meeting or not (open_ or self.entered):
			frappe.throw(
				_("Answers are no longer taken. Please tell the secretary of your branch."), MeetingError
			)
		with rules_speak_to_user(MeetingError):
			rules.check_answer(self.answer, self.leave_kind, self.text(self.reason, _("Reason for Leave")))

	def change(self) -> None:
		leave = self.answer == rules.LEAVE
		write_answer(
			facts.answer_of(self.document.name, self.member),
			{
				"answer": self.answer,
				"leave_kind": self.leave_kind if leave else None,
				"reason": self.text(self.reason, _("Reason for Leave")) if leave else None,
				"answered_on": now_datetime(),
				"entered_by": frappe.session.user if self.entered else None,
				**dict.fromkeys(("decision", "decided_on", "decided_by")),
			},
		)
		if leave and not self.entered:
			self.tell_who_decides()

	def tell_who_decides(self) -> None:
		"""Tell the secretary that somebody asks for leave; kind and reason stand in the answer alone."""
		document = self.document
		holders = addressees.of_posts([document.branch], _DECIDE).get(document.branch, {})
		users = [holder.user for holder in holders.get(_DECIDE[0], ()) if holder.user != frappe.session.user]
		name = next(row.member_name for row in document.invitees if row.member == self.member)
		with in_site_language():
			subject = _("{0} asks for leave: {1}").format(name, headline(document))
			link = Links(f"/app/meeting-notice/{document.name}", PAGE.format(document.name))
			notify(users, subject, "", link, _KIND)


@dataclass
class DecideLeave(NoticeStep):
	"""Leave for which a `member` asked is granted or not, and he is told."""

	member: str
	granted: bool

	since = (rules.ISSUED,)

	def ask_right(self) -> None:
		super().ask_right()
		scope_for(ANSWER).check_branch(self.document.branch)

	def check(self) -> None:
		"""It needs that he asked for leave."""
		super().check()
		name = facts.answer_of(self.document.name, self.member)
		if not name or frappe.db.get_value(ANSWER, name, "answer") != rules.LEAVE:
			frappe.throw(_("This member has not asked for leave."), MeetingError)

	def change(self) -> None:
		document = self.document
		name = facts.answer_of(document.name, self.member)
		write_answer(
			name,
			{
				"decision": rules.GRANTED if self.granted else rules.NOT_GRANTED,
				"decided_on": now_datetime(),
				"decided_by": frappe.session.user,
			},
		)
		with in_site_language():
			words = _("Leave granted: {0}") if self.granted else _("Leave not granted: {0}")
			subject = words.format(headline(document))
		tell(document, [self.member], subject, "")


STEPS = (IssueNotice, ChangeNotice, CallOff, OpenMinutes, TakeAnswer, DecideLeave)
WRITTEN_BY_STEPS = ("status", *(name for step in STEPS for name in step.writes))


def check_times(document: Document) -> None:
	"""Raise MeetingError if a notice calls for a time that is over, or asks for answers too late."""
	with rules_speak_to_user(MeetingError):
		rules.check_times(
			get_datetime(document.starts_on),
			getdate(document.answer_until) if document.answer_until else None,
			now_datetime(),
		)


def invite(document: Document) -> None:
	"""Keep one answer for everybody whom an issued notice names, and tell those who are new; take off whom it names no more."""
	known = {row.member: row.name for row in facts.answers(document.name)}
	names = {row.member: row.member_name for row in document.invitees}
	for member in known.keys() - names.keys():
		frappe.delete_doc(ANSWER, known[member], ignore_permissions=True, force=True)
	now, user = now_datetime(), frappe.session.user
	about = (document.branch, document.name, getdate(document.starts_on))
	new = [
		(new_name(), now, now, user, user, 0, 0, *about, member, name)
		for member, name in names.items()
		if member not in known
	]
	if new:
		insert(ANSWER, _ANSWER_COLUMNS, new)
	tell_who_is_not_told(document)


def tell_everybody(document: Document) -> None:
	"""Tell everybody who is invited anew what a notice says by now."""
	values = {"told_on": None, "meeting_date": getdate(document.starts_on)}
	frappe.db.set_value(ANSWER, {"notice": document.name}, values, update_modified=False)
	tell_who_is_not_told(document)


def tell_who_is_not_told(document: Document) -> None:
	"""Tell whoever is invited and was not told of what a notice says: a few at once, many in the background."""
	waiting = facts.not_told(document.name)
	if len(waiting) > _TOLD_AT_ONCE:
		enqueue(
			f"{__name__}.tell_in_background",
			document.name,
			notice=document.name,
			enqueue_after_commit=True,
		)
	elif waiting:
		_tell(document, waiting)


def tell_in_background(notice: str) -> None:
	"""Job: tell whoever was not told, in chunks that each stand; one that was killed goes on where it ended."""
	document = frappe.get_doc(NOTICE, notice)

	def work(names):
		_tell(document, [row for row in facts.not_told(notice) if row.name in set(names)])

	for _chunk in in_chunks([row.name for row in facts.not_told(notice)], _TOLD_AT_ONCE, work, commit=True):
		pass


def _tell(document: Document, rows: list) -> None:
	with in_site_language():
		words, text = _words(document)
		subject = words.format(headline(document))
	tell(document, [row.member for row in rows], subject, text or "")
	for row in rows:
		frappe.db.set_value(ANSWER, row.name, "told_on", now_datetime(), update_modified=False)


def _words(document: Document) -> tuple[str, str | None]:
	"""How what a notice says by now is headed, with a place for what it is about, and the reason or note beneath."""
	if document.status == rules.CALLED_OFF:
		return _("Called off: {0}"), document.called_off_reason
	if document.changed_on:
		return _("Changed: {0}"), document.change_reason
	return _("Notice of a meeting: {0}"), document.note


def announce(document: Document) -> None:
	"""Have the branch's robots say in their groups that there is something new; a topic may name somebody, it stays on the site."""
	with in_site_language():
		words, _text = _words(document)
		said = words.format(_(document.kind))
	time = f"{get_datetime(document.starts_on):%Y-%m-%d %H:%M}"
	robots.announce(document.branch, _KIND, said, [time], PAGE.format(document.name))


def tell(document: Document, members: list[str], subject: str, text: str) -> None:
	"""Tell `members` of a notice by bell and mail, as each has chosen; the link leads to its page."""
	notify(logins_of(members), subject, text, PAGE.format(document.name), _KIND)


def write_answer(name: str, values: dict[str, Any]) -> None:
	"""Write what a step has to say into an answer; nobody else does."""
	answer = frappe.get_doc(ANSWER, name, for_update=True)
	answer.update(values)
	answer.flags.step = True
	answer.save(ignore_permissions=True)


def headline(document: Document) -> str:
	"""Return kind, topic, time and place in one line."""
	return _("{kind} “{topic}”, {time}, {place}").format(
		kind=_(document.kind),
		topic=document.topic,
		time=f"{get_datetime(document.starts_on):%Y-%m-%d %H:%M}",
		place=document.location or "",
	)


def minutes_of(document: Document) -> dict[str, Any]:
	"""Return the draft of the minutes with all that a notice knows. Absent are those on leave, with its kind alone."""
	answers = {row.member: row for row in facts.answers(document.name)}
	attendees = []
	with in_site_language():
		for row in document.invitees:
			said = answers.get(row.member, frappe._dict())
			attendance, reason = rules.attendance_of(said.answer, said.leave_kind, said.decision)
			attendees.append(
				{"member": row.member, "attendance": attendance, "reason": _(reason) if reason else None}
			)
	return {
		"doctype": MEETING,
		**{
			field: document.get(field)
			for field in (
				*(
					"branch",
					"kind",
					"party_group",
					"is_enlarged",
					"topic",
					"starts_on",
					"ends_on",
					"location",
				),
				*("chair", "recorder"),
			)
		},
		"agenda": agenda_text(document),
		"attendees": attendees,
		"guests": [
			{"guest_name": row.guest_name, "guest_kind": row.guest_kind, "unit": row.unit}
			for row in document.guests
		],
	}


def agenda_text(document: Document) -> str | None:
	"""Return the items of the agenda as the minutes begin with them, None if there are none."""
	items = [
		_("{name} ({reason})").format(name=row.item, reason=row.presenter_name)
		if row.presenter_name
		else row.item
		for row in document.agenda_items
	]
	items = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
	return "\n".join(items) or None
