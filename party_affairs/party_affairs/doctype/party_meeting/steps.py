"""The life of a meeting's record (组织生活), step by step in its order.

It is planned as a draft, and its minutes are locked by submission once it was held. What comes later, a make-up or how far
a resolution was carried out, is added to them. Corrected minutes are cancelled, and their successor takes their place.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from party_affairs.arguments import parse_list
from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import MeetingError
from party_affairs.facts import links
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.files import attached_to
from party_affairs.facts.meetings import held
from party_affairs.facts.meetings.make_ups import MADE_UP, MISSED
from party_affairs.rules.meetings import records as meeting_rules
from party_affairs.rules.meetings.attendance import PRESENT
from party_affairs.steps import Step

_MEETING = "Party Meeting"


class MeetingStep(Step):
	doctype = _MEETING


class LockMinutes(MeetingStep):
	"""The minutes are locked; those that correct others take over what named them."""

	right = "submit"

	def check(self) -> None:
		"""It needs a meeting that was held, votes that decide, and the reason of a correction; shortcomings are told."""
		self.refuse_to_lock_what_has_not_happened()
		self.refuse_votes_that_decide_nothing()
		self.require_reason_of_correction()
		self.warn_of_shortcomings()

	def change(self) -> None:
		take_over_links(self.document)

	def refuse_to_lock_what_has_not_happened(self) -> None:
		if get_datetime(self.document.starts_on) > now_datetime():
			frappe.throw(
				_(
					"{0} lies in the future. Keep the plan as a draft, and submit it once the meeting was held."
				).format(label_of(self.document, "starts_on")),
				MeetingError,
			)

	def refuse_votes_that_decide_nothing(self) -> None:
		"""Without a quorum there is no vote, and a vote has numbers: neither can be locked as a decision."""
		meeting = self.document
		for row in meeting.resolutions:
			if row.result == meeting_rules.NO_QUORUM:
				sentence = meeting_rules.quorum_sentence(
					meeting.matter_of(row), meeting.voters_expected, meeting.voters_present
				)
				meeting.refuse_resolution(
					row,
					_(
						"{0} Nothing can be decided by vote. Correct the attendance, or take out the votes."
					).format(sentence.text(_)),
				)
			if not row.result:
				meeting.refuse_resolution(
					row, _("please enter the votes, or clear the matter if it was agreed without a vote.")
				)

	def require_reason_of_correction(self) -> None:
		"""A record that takes the place of another says what was wrong in it."""
		meeting = self.document
		if not meeting.amended_from:
			return
		before = frappe.db.get_value(_MEETING, meeting.amended_from, "correction")
		if meeting.correction and meeting.correction != before:
			return
		if meeting.flags.corrected_by_import:
			meeting.correction = _("Corrected from the year workbook.")
			return
		require(meeting, "correction", exception=MeetingError)
		frappe.throw(
			_("{0} still speaks of an earlier correction. Say what is corrected this time.").format(
				label_of(meeting, "correction")
			),
			MeetingError,
		)

	def warn_of_shortcomings(self) -> None:
		"""Missing minutes fields, or another chair than the guide names, are no reason to refuse the record."""
		if frappe.flags.in_import or self.document.flags.from_workbook:
			return
		missing = meeting_rules.missing_minutes(self.document.minutes_facts())
		sentences = [notice.text(_) for notice in self.document.notices()]
		if missing:
			sentences.insert(
				0,
				_("The minutes lack: {0}. Clause {1} asks for them.").format(
					"、".join(field.text(_) for field in missing), "一（四）1"
				),
			)
		for sentence in sentences:
			frappe.msgprint(sentence, indicator="orange", alert=True)


@dataclass
class CallRoll(MeetingStep):
	"""On the day the roll is called: `absences` are members who are not there, all others on the roll are.

	Each absence (an object, or JSON of them) has `member`, `attendance` (Leave or Absent) and `reason`. `photos` are addresses of
	files that were attached to the record. Whoever calls the roll says who is there; nobody signs himself in.
	"""

	absences: str | list
	photos: str | list | None = None

	def check(self) -> None:
		"""It needs a draft of the day or of a day before, members on the roll, and photos of this record."""
		meeting = self.document
		if not meeting.docstatus.is_draft():
			frappe.throw(_("The minutes are submitted: the roll is called before that."), MeetingError)
		if getdate(meeting.starts_on) > getdate(now_datetime()):
			frappe.throw(
				_("The roll is called on the day of the meeting ({0}).").format(
					getdate(meeting.starts_on).isoformat()
				),
				MeetingError,
			)
		on_roll = set(self.roll)
		for absence in self.away:
			if absence.get("member") not in on_roll or absence.get("attendance") not in MISSED:
				frappe.throw(
					_("The roll has changed meanwhile. Please load the page anew and call it again."),
					MeetingError,
				)
		attached = {row.file_url for row in attached_to(_MEETING, meeting.name)}
		if not attached.issuperset(parse_list(self.photos)):
			frappe.throw(_("A photo did not arrive. Please take it again."), MeetingError)

	def change(self) -> None:
		meeting = self.document
		away = {absence["member"]: absence for absence in self.away}
		rows = {row.member: row for row in meeting.attendees}
		for member in self.roll:
			row = rows.get(member) or meeting.append("attendees", {"member": member, "has_vote": 1})
			said = away.get(member)
			row.attendance = said["attendance"] if said else PRESENT
			row.reason = _text(str(said.get("reason") or "")) if said else None
			row.from_register = 0
		shown = {row.photo for row in meeting.photos}
		for url in parse_list(self.photos):
			if url not in shown:
				meeting.append("photos", {"photo": url})
		meeting.save()

	@cached_property
	def away(self) -> list[dict]:
		return parse_list(self.absences, dict)

	@cached_property
	def roll(self) -> list[str]:
		"""Whom the record names, and besides whom the register of the day expects; who made the meeting up was not there."""
		meeting = self.document
		named = [row.member for row in meeting.attendees if row.attendance != MADE_UP]
		made_up = {row.member for row in meeting.attendees if row.attendance == MADE_UP}
		return list(
			dict.fromkeys((*named, *(name for name in meeting.expected() or () if name not in made_up)))
		)


class StepAfterLocking(MeetingStep):
	"""A step that adds to locked minutes what happened later; they keep all else, and the change is in their history."""

	right = "submit"

	def check(self) -> None:
		if not self.document.docstatus.is_submitted():
			frappe.throw(
				_("The minutes of {0} are not submitted: enter this in the record itself.").format(
					frappe.bold(self.document.topic)
				)
			)


@dataclass
class RecordMakeUp(StepAfterLocking):
	"""`members` (a list, or JSON of one) who missed the meeting have made it up on a day; their number is returned."""

	members: str | list
	made_up_on: str | date
	how: str | None = None

	def check(self) -> None:
		"""It needs somebody who missed the meeting, nobody who was there, and a day that is one."""
		super().check()
		for row in self.rows:
			if row.attendance not in (*MISSED, MADE_UP):
				frappe.throw(
					_("{0} was present at this meeting: there is nothing to make up.").format(
						frappe.bold(row.member_name)
					)
				)
		if not self.rows:
			frappe.throw(_("Choose at least one of those who missed the meeting."))
		_day(self.made_up_on)

	def change(self) -> int:
		for row in self.rows:
			row.update(
				{"attendance": MADE_UP, "made_up_on": _day(self.made_up_on), "made_up_how": _text(self.how)}
			)
		self.document.save()
		return len(self.rows)

	@cached_property
	def rows(self) -> list[Document]:
		wanted = parse_list(self.members)
		return [row for row in self.document.attendees if row.member in wanted]


@dataclass
class RecordFollowUp(StepAfterLocking):
	"""It is noted how far a resolution, named by its row, was carried out; the day on which it was done is returned."""

	resolution: str
	done_on: str | date | None = None
	note: str | None = None

	def check(self) -> None:
		"""It needs a resolution of this meeting, and the day on which it was done or a note on where it stands."""
		super().check()
		if self.row is None:
			frappe.throw(_("Choose one of the resolutions of this meeting."))
		if not (self.done_on or _text(self.note)):
			frappe.throw(_("Enter the day on which it was done, or a note on where it stands."))

	def change(self) -> date | None:
		self.row.update(
			{"done_on": _day(self.done_on) if self.done_on else None, "follow_up": _text(self.note)}
		)
		self.document.save()
		return self.row.done_on

	@property
	def row(self) -> Document | None:
		return next((row for row in self.document.resolutions if row.name == self.resolution), None)


@dataclass
class CorrectMinutes(MeetingStep):
	"""The record is cancelled, and the name of the draft that takes its place is returned.

	Until the draft is submitted, the meeting counts as not recorded. Frappe asks for the right to cancel as well.
	"""

	reason: str

	right = "amend"

	def check(self) -> None:
		"""It needs a word on what was wrong."""
		if not _text(self.reason):
			frappe.throw(_("Please say what is to be corrected, and why."))

	def change(self) -> str:
		corrected = self.document
		# Submitted documents that name this record do not keep it as it is: they will name its successor.
		corrected.flags.ignore_links = True
		corrected.cancel()
		successor = frappe.copy_doc(corrected)
		successor.update({"amended_from": corrected.name, "docstatus": 0, "correction": _text(self.reason)})
		successor.insert()
		return successor.name


def take_over_links(successor: Document) -> None:
	"""Let what named the corrected record name the one that takes its place: plans, steps of cases, events and the like.

	Corrected minutes go on proving what the old ones proved, as long as they are those of the same organisation. Other
	corrections in between, and cancelled documents, keep the links they have.
	"""
	corrected = successor.amended_from
	if not corrected or frappe.db.get_value(_MEETING, corrected, "branch") != successor.branch:
		return
	naming = links.naming(_MEETING, corrected, lambda: _of_its_year(successor))
	for (doctype, fieldname), names in naming.items():
		table = frappe.qb.DocType(doctype)
		# By their names: a search for the link would lock every row that it passes, those of other branches too.
		frappe.qb.update(table).set(table[fieldname], successor.name).where(
			table.name.isin(names) & (table[fieldname] == corrected)
		).run()


def _of_its_year(meeting: Document) -> list[str]:
	year = getdate(meeting.starts_on).year
	rows = held.meetings(of_branches([meeting.branch]), date(year, 1, 1), date(year, 12, 31))
	return [row.name for row in rows]


def _text(value: str | None) -> str | None:
	return (value or "").strip() or None


def _day(value: str | date) -> date:
	try:
		return getdate(value)
	except ValueError:
		frappe.throw(_("{0} is no date. Write it like 2026-03-15.").format(frappe.bold(value)))
