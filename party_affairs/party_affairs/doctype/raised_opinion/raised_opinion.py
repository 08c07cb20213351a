from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import FOUNDING_OF_THE_PARTY, refuse_before, refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.facts.contact.opinions import other_of_row
from party_affairs.permissions.scope import scope_for
from party_affairs.rules.contact.opinions import state

NOBODY = "Administrator"
"""Whom Frappe's own columns name as the writer of an unnamed opinion."""

HEART_TALK = "Heart-to-Heart Talk"
STATES = {"open": "Registered", "referred": "Referred", "answered": "Answered", "told": "Told"}


class RaisedOpinion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		self.set_raised_by()
		self.validate_people()
		self.validate_contact()
		self.keep_within()
		self.validate_course()
		self.validate_days()
		self.refuse_second_of_row()
		self.status = STATES[state(self.referred_on, self.answered_on, self.told_on)]

	def set_user_and_timestamp(self):
		"""Of an unnamed opinion not even Frappe's own columns say who wrote it down, or when: beside the logins the time says who."""
		super().set_user_and_timestamp()
		if self.is_unnamed and self.is_new():
			self.owner = self.modified_by = NOBODY
			self.creation = self.modified = _begin_of(self.modified)

	def set_raised_by(self):
		"""A member or contact brings his name along; somebody else is entered by name, or stays unnamed."""
		if self.is_unnamed:
			self.member = self.contact = self.raised_by_name = None
			if self.source_doctype not in (None, "Party Meeting"):
				# A talk or a contact is with one person alone.
				self.source_doctype = self.source_name = None
			return
		if self.member and self.contact:
			frappe.throw(
				_("{0} or {1}: one person raised it. Leave one of the two empty.").format(
					label_of(self, "member"), label_of(self, "contact")
				)
			)
		if self.member:
			self.raised_by_name = frappe.db.get_value("Party Member", self.member, "member_name")
		elif self.contact:
			self.raised_by_name = frappe.db.get_value("Contacted Person", self.contact, "contact_name")
		self.raised_by_name = (self.raised_by_name or "").strip()
		if not self.raised_by_name:
			frappe.throw(
				_("Say who raised it: choose a member or a contact, write a name, or tick {0}.").format(
					label_of(self, "is_unnamed")
				)
			)

	def validate_people(self):
		if is_new_or_changed(self, "member", "referred_to", "answered_by", "branch"):
			people = [person for person in (self.member, self.referred_to, self.answered_by) if person]
			require_members_of(people, self.branch, former=True, subtree=True)

	def validate_contact(self):
		"""A contact of another branch is named by those alone who may read of him there."""
		if not self.contact or not is_new_or_changed(self, "contact"):
			return
		kept_by = frappe.db.get_value("Contacted Person", self.contact, "branch")
		if not (self.flags.ignore_permissions or scope_for("Contacted Person").covers(kept_by)):
			frappe.throw(
				_("There is no contact person {0} in your branch. Choose one from the list.").format(
					frappe.bold(frappe.utils.escape_html(self.contact))
				),
				frappe.PermissionError,
			)

	def keep_within(self):
		"""Talks are read within the branch alone, and so is what was taken from one."""
		if self.occasion == HEART_TALK:
			self.within_branch = 1

	def validate_course(self):
		"""An opinion goes to somebody, is answered, and the answer is told: each step has its day."""
		self.opinion = (self.opinion or "").strip()
		self.answer = (self.answer or "").strip()
		require(self, "opinion")
		if (self.referred_to or self.referred_body) and not self.referred_on:
			# What was answered before today went there by then.
			until = min(getdate(nowdate()), getdate(self.answered_on or nowdate()))
			self.referred_on = max(until, getdate(self.raised_on))
		if self.referred_on and not (self.referred_to or self.referred_body):
			require(self, "referred_body")
		if self.answer and not self.answered_on:
			self.answered_on = nowdate()
		if self.answered_on or self.told_on:
			require(self, "answer")
		if self.told_on:
			require(self, "told_how")
		if self.answered_by:
			require(self, "answer")

	def validate_days(self):
		refuse_before(self, FOUNDING_OF_THE_PARTY, "raised_on")
		refuse_future_date(self, "raised_on", "referred_on", "answered_on", "told_on")
		for later in ("referred_on", "answer_until", "answered_on"):
			require_order(self, "raised_on", later)
		require_order(self, "referred_on", "answered_on")
		require_order(self, "answered_on", "told_on")

	def refuse_second_of_row(self):
		"""What was said once is registered once."""
		if not self.source_row or not self.is_new():
			return
		if other := other_of_row(self.source_row):
			frappe.throw(
				_("This opinion is in the register already: {0}.").format(frappe.bold(other)),
				frappe.DuplicateEntryError,
			)

	def on_update(self):
		self.forget_who_it_was()

	def forget_who_it_was(self):
		"""Of an opinion that becomes unnamed afterwards no log of changes keeps the name."""
		if self.is_unnamed and changed_fields(self, ("is_unnamed",)):
			frappe.db.delete("Version", {"ref_doctype": self.doctype, "docname": self.name})
			nobody = {"owner": NOBODY, "creation": _begin_of(self.creation)}
			frappe.db.set_value(self.doctype, self.name, nobody, update_modified=False)
			self.flags.ignore_version = True


def _begin_of(moment: datetime | str) -> str:
	return f"{getdate(moment)} 00:00:00"


def on_doctype_update():
	frappe.db.add_index("Raised Opinion", ["branch", "raised_on"])
	frappe.db.add_index("Raised Opinion", ["source_doctype", "source_name"])
