"""What thought reports and self reviews have in common: a draft, its handing in, and words that stay the writer's.

A member writes his text himself and hands it in; until then it is a draft that nobody else reads (`permissions/scope.py`).
A text on paper, or a report by word of mouth, is entered by the committee, as handed in on that day. What
was handed in stays as it is: the writer may take it back, the committee may correct what it typed in itself.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.files import require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import PersonalTextError
from party_affairs.permissions.scope import access_of, scope_for
from party_affairs.permissions.seen import NotesReading

_FIXED = ("member", "branch", "entered_by_committee")


class HandedInText(NotesReading, Document):
	"""A text that a member hands in to his branch: fields `member`, `branch`, `handed_in_on`, `entered_by_committee`, `attachment`.

	A DocType names the fields of the writer's own words in `own_words`.
	"""

	own_words: tuple[str, ...] = ()

	def first_day(self) -> date:
		"""Return the first day on which the text can be handed in."""
		raise NotImplementedError

	def validate_writer(self):
		"""The text belongs to the branch of which the writer was a member when it was begun."""
		if self.is_new():
			self.entered_by_committee = 0 if self.is_written_by_caller() else 1
			require_members_of([self.member], self.branch, PersonalTextError)
		elif changed_fields(self, _FIXED):
			frappe.throw(
				_("{0} stays as it was entered. Make a new record for somebody else.").format(
					label_of(self, changed_fields(self, _FIXED)[0])
				),
				PersonalTextError,
			)

	def validate_handing_in(self):
		"""The member, the day, and something to read are given."""
		if self.entered_by_committee:
			require(self, "handed_in_on", exception=PersonalTextError)
		require_private_file(self, "attachment", exception=PersonalTextError)
		if not self.handed_in_on:
			self.validate_taking_back()
			return
		refuse_future_date(self, "handed_in_on", exception=PersonalTextError)
		if getdate(self.handed_in_on) < self.first_day():
			frappe.throw(
				_("{0} lies before the time that the text is about, which begins on {1}.").format(
					label_of(self, "handed_in_on"), frappe.format(self.first_day(), {"fieldtype": "Date"})
				),
				PersonalTextError,
			)

	def validate_taking_back(self):
		before = self.get_doc_before_save()
		if before and before.handed_in_on and not self.is_written_by_caller():
			frappe.throw(
				_("Only the writer may take back what was handed in."),
				PersonalTextError,
			)

	def keep_the_writers_words(self):
		"""Words that were handed in are changed by nobody: the writer takes them back first."""
		before = self.get_doc_before_save()
		if not (before and before.handed_in_on and self.handed_in_on):
			return
		changed = changed_fields(self, (*self.own_words, "handed_in_on", "attachment"))
		if changed and not self.is_typed_in_by_committee():
			frappe.throw(
				_(
					"{0} was handed in and stays as it is. The writer may take the text back and change it."
				).format(label_of(self, changed[0])),
				PersonalTextError,
			)

	def is_written_by_caller(self) -> bool:
		"""Whether the caller is the member himself."""
		return bool(self.member) and access_of(frappe.session.user).member == self.member

	def is_typed_in_by_committee(self) -> bool:
		"""Whether the caller may correct what the committee entered from paper."""
		return bool(self.entered_by_committee) and scope_for(self.doctype, "write").covers(self.branch)
