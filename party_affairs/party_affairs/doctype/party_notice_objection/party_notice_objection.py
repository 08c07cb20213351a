import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, label_of
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import NoticeError
from party_affairs.rules.notice.notices import WENT_OUT

NOBODY = "Administrator"
"""Whom Frappe's own columns name as the writer of an unnamed objection."""
_SAID = ("notice", "received_on", "way", "anonymous", "member", "raised_by", "objection")


class PartyNoticeObjection(Document):
	def validate(self):
		self.keep_what_is_noted()
		self.validate_notice()
		self.validate_person()
		self.refuse_change_of_what_was_said()
		refuse_future_date(self, "received_on", "answered_on", exception=NoticeError)
		require_order(self, "received_on", "answered_on", NoticeError)
		self.validate_answer()

	def set_user_and_timestamp(self):
		"""Of an unnamed objection not even Frappe's own columns say who wrote it down, or when: beside the logins the time says who."""
		super().set_user_and_timestamp()
		if self.anonymous and self.is_new():
			self.owner = self.modified_by = NOBODY
			self.creation = self.modified = f"{getdate(self.modified)} 00:00:00"

	def keep_what_is_noted(self):
		"""When it was first read is noted by opening it."""
		before = self.get_doc_before_save()
		self.seen_on = before.seen_on if before else None

	def validate_notice(self):
		"""An objection is made to what was published; its organisation is the notice's."""
		if not is_new_or_changed(self, "notice"):
			return
		found = frappe.db.get_value("Party Notice", self.notice, ["branch", "status"])
		if not found or found[1] not in WENT_OUT:
			frappe.throw(_("Objections are made to what was published. Choose another notice."), NoticeError)
		self.branch = found[0]

	def validate_person(self):
		"""Of an unnamed objection nothing is kept about who made it."""
		if self.anonymous:
			self.member = self.raised_by = None
			return
		if self.member:
			if is_new_or_changed(self, "member"):
				require_members_of([self.member], self.branch, NoticeError, subtree=True, former=True)
			self.raised_by = frappe.db.get_value("Party Member", self.member, "member_name")
		if not (self.raised_by or "").strip():
			frappe.throw(
				_("Enter who objected, or tick {0}.").format(label_of(self, "anonymous")), NoticeError
			)

	def refuse_change_of_what_was_said(self):
		if changed := changed_fields(self, _SAID):
			frappe.throw(
				_("{0} stays as it was received. Write what became of it into the answer.").format(
					label_of(self, changed[0])
				),
				NoticeError,
			)

	def validate_answer(self):
		if not (self.answer or "").strip():
			self.answer = self.answered_on = self.answered_by = None
			return
		self.answered_on = self.answered_on or getdate(nowdate())
		if is_new_or_changed(self, "answer"):
			self.answered_by = frappe.session.user

	def note_seen(self):
		"""Note that whoever answers it has read it, the first time alone."""
		if not self.seen_on:
			self.db_set("seen_on", frappe.utils.now_datetime(), update_modified=False)


def on_doctype_update():
	frappe.db.add_index("Party Notice Objection", ["branch", "received_on"])
