from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import refuse_before, refuse_future_date, require_order
from party_affairs.checks.fields import is_new_or_changed, label_of, require
from party_affairs.checks.files import require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.facts.members import honours
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.honour import steps
from party_affairs.rules.members.honours import status_of

MEMBER, BRANCH = "Party Member", "Party Branch"
_EARLIEST = date(1949, 10, 1)


class Honour(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		awarded_by: DF.Data | None
		awarded_on: DF.Date | None
		branch: DF.Link
		document: DF.Attach | None
		document_no: DF.Data | None
		good_deed: DF.Link | None
		honour_name: DF.Data
		import_row: DF.Data | None
		kind: DF.Literal["Party Honour", "Professional Honour", "Public Welfare Honour", "Other Honour"]
		level: DF.Literal[
			"",
			"National Level",
			"Provincial Level",
			"Municipal Level",
			"County Level",
			"Industry Level",
			"Superior Party Organisation",
			"Branch Level",
		]
		meeting: DF.Link | None
		member: DF.Link | None
		member_name: DF.Data | None
		naming_series: DF.Literal["HON-.YYYY.-.#####"]
		published_on: DF.Date | None
		published_until: DF.Date | None
		published_where: DF.Data | None
		put_forward_on: DF.Date | None
		reason: DF.SmallText | None
		recipient: DF.Literal["Party Member", "Party Branch"]
		status: DF.Literal["Suggested", "Put Forward", "Awarded", "Withdrawn"]
		suggested_by: DF.Link | None
		suggested_on: DF.Date | None
		title: DF.Data | None
		valid_from: DF.Date | None
		valid_until: DF.Date | None
		withdrawn_on: DF.Date | None
		withdrawn_reason: DF.SmallText | None
	# end: auto-generated types

	def validate(self):
		# A copy that corrects a withdrawn honour is not withdrawn itself.
		self.withdrawn_on = self.withdrawn_reason = None
		self.validate_recipient()
		self.validate_days()
		self.validate_suggestion()
		self.validate_document()
		self.refuse_the_same_again()
		self.set_title()
		self.status = status_of(self.docstatus, self.put_forward_on)

	def before_submit(self):
		steps.Award(self).check()

	def on_submit(self):
		steps.Award(self).change()

	def before_update_after_submit(self):
		self.validate_publication()
		self.validate_document()

	def before_cancel(self):
		if self.flags.corrected_by_import:
			self.withdrawn_on = nowdate()
			self.withdrawn_reason = _("corrected by a workbook", site_language())
		steps.Withdraw(self).check()

	def on_cancel(self):
		steps.Withdraw(self).change()

	def validate_recipient(self):
		"""A member's honour names him; a branch's names nobody."""
		if self.recipient == BRANCH:
			self.member = self.member_name = self.good_deed = None
			return
		require(self, "member")
		if self.has_value_changed("member") or self.has_value_changed("branch"):
			require_members_of([self.member], self.branch, former=True)

	def validate_days(self):
		refuse_future_date(self, "awarded_on", "suggested_on", "put_forward_on")
		if is_new_or_changed(self, "awarded_on", "member"):
			refuse_before(self, self.earliest_day(), "awarded_on")
		require_order(self, "suggested_on", "put_forward_on")
		require_order(self, "put_forward_on", "awarded_on")
		require_order(self, "suggested_on", "awarded_on")
		require_order(self, "awarded_on", "valid_from")
		require_order(self, "valid_from" if self.valid_from else "awarded_on", "valid_until")
		self.validate_publication()

	def earliest_day(self) -> date:
		"""Nobody is honoured before he was born, and nothing here is older than the People's Republic."""
		born = self.member and frappe.db.get_value("Party Member", self.member, "birth_date")
		return max(getdate(born), _EARLIEST) if born else _EARLIEST

	def validate_publication(self):
		"""What was awarded is made known from then on; the publicity of a proposal is over by then."""
		if is_new_or_changed(self, "awarded_on", "published_on"):
			require_order(self, "awarded_on", "published_on")
		require_order(self, "published_on", "published_until")

	def validate_suggestion(self):
		"""The good deed behind it is the member's own; who suggested it, and the meeting, are of the branch or above it."""
		if self.good_deed:
			deed = frappe.db.get_value("Party Member Event", self.good_deed, ["member", "kind"], as_dict=True)
			if not deed or deed.member != self.member or deed.kind != "Good Deed":
				frappe.throw(
					_("{0}: choose a good deed of {1}.").format(
						label_of(self, "good_deed"), frappe.bold(self.member_name)
					)
				)
		if self.suggested_by and self.has_value_changed("suggested_by"):
			require_members_of([self.suggested_by], self.branch, subtree=True, former=True)
		if self.meeting and frappe.db.get_value("Party Meeting", self.meeting, "branch") != self.branch:
			frappe.throw(
				_("{0}: choose a meeting of {1}.").format(label_of(self, "meeting"), frappe.bold(self.branch))
			)

	def validate_document(self):
		require_private_file(self, "document")

	def refuse_the_same_again(self):
		"""One honour is one record, however often it is entered or brought in."""
		if not self.awarded_on:
			return
		other = honours.same_honour(
			self.branch, self.member, self.honour_name, self.awarded_on, leaving_out=self.name or ""
		)
		if other:
			frappe.throw(
				_("{0} is on record already: {1}.").format(
					frappe.bold(frappe.utils.escape_html(self.honour_name)),
					frappe.utils.get_link_to_form(self.doctype, other),
				),
				frappe.DuplicateEntryError,
			)

	def set_title(self):
		"""A branch is called by its short name, where it has one: the list has little room."""
		short = frappe.db.get_value("Party Branch", self.branch, "short_name")
		who = self.member_name if self.member else short or self.branch
		self.title = _("{name}: {honour}", site_language()).format(name=who, honour=self.honour_name)


def on_doctype_update():
	frappe.db.add_index("Honour", ["branch", "awarded_on"])
