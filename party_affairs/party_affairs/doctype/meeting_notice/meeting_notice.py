"""The notice of a meeting: whom it concerns, where and when it is held, and what is to be brought along."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate

from party_affairs.checks.dates import refuse_past_date
from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of, require
from party_affairs.checks.files import attach_files_of_rows, require_private_file
from party_affairs.checks.groups import require_group_of_branch
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.exceptions import MeetingError, rules_speak_to_user
from party_affairs.facts.meetings import notices as facts
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.party_affairs.doctype.meeting_notice import steps
from party_affairs.rules.meetings import notices as rules
from party_affairs.rules.meetings import records as meeting_rules

_FIXED = (
	*("branch", "kind", "party_group", "is_enlarged", "topic", "starts_on", "ends_on", "location"),
	"answer_until",
)
"""What those invited were told: once issued it is changed by a step alone, which tells them again."""


class MeetingNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.refuse_changes_of_what_was_told()
		self.validate_times()
		self.validate_group()
		self.validate_people()
		self.validate_papers()

	def on_update(self):
		attach_files_of_rows(self, [row.file for row in self.papers])
		if self.status == rules.ISSUED:
			steps.invite(self)

	def on_trash(self):
		if self.status == rules.ISSUED and not self.meeting:
			frappe.throw(
				_("The notice was issued, and those invited count on it. Call the meeting off first."),
				MeetingError,
			)
		for row in facts.answers(self.name):
			frappe.delete_doc(steps.ANSWER, row.name, ignore_permissions=True, force=True)

	def refuse_changes_of_what_was_told(self):
		before = self.get_doc_before_save()
		if self.flags.step or not before or before.status == rules.PREPARED:
			return
		changed = changed_fields(self, _FIXED)
		if changed:
			frappe.throw(
				_("{0}: those invited were told so. Use Change the Notice, which tells them again.").format(
					label_of(self, changed[0])
				),
				MeetingError,
			)
		if self.status == rules.CALLED_OFF:
			frappe.throw(
				_("The meeting was called off. Make a new notice for another meeting."), MeetingError
			)

	def validate_times(self):
		require(self, "starts_on", exception=MeetingError)
		refuse_past_date(self, "starts_on", MeetingError)
		with rules_speak_to_user(MeetingError):
			meeting_rules.check_times(
				get_datetime(self.starts_on), get_datetime(self.ends_on) if self.ends_on else None
			)
		if self.answer_until and getdate(self.answer_until) > getdate(self.starts_on):
			steps.check_times(self)

	def validate_group(self):
		entry = meeting_kinds.meeting_kind(frappe.scrub(self.kind))
		if not entry.may_be_enlarged:
			self.is_enlarged = 0
		if entry.attendees != "group":
			self.party_group = None
			return
		require_group_of_branch(self, MeetingError)

	def validate_people(self):
		"""Everybody whom a notice names belongs to the branch, or to an organisation below it; nobody is invited twice."""
		members = [row.member for row in self.invitees]
		for place, row in enumerate(self.invitees):
			if row.member in members[:place]:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice. Remove one of the rows.").format(
						label_of(self, "invitees"), row.idx, shown_name(row.member)
					),
					MeetingError,
				)
		people = [
			*(self.chair, self.recorder, *members),
			*(row.presenter for row in self.agenda_items),
			*(row.member for row in self.preparations),
		]
		require_members_of(people, self.branch, MeetingError, subtree=True)

	def validate_papers(self):
		for row in self.papers:
			require_private_file(row, "file", MeetingError)


def on_doctype_update():
	frappe.db.add_index("Meeting Notice", ["branch", "starts_on"])
	frappe.db.add_index("Meeting Notice", ["meeting"])
