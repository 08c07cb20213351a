import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import is_new_or_changed, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.facts.members.cultivation import is_on_list
from party_affairs.language import site_language

TO_MEMBER = "Partner to Member"


class TwoWayCultivation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		development_case: DF.Link | None
		direction: DF.Literal["Partner to Member", "Member to Partner"]
		ended_on: DF.Date | None
		firm: DF.Link | None
		measures: DF.SmallText | None
		member: DF.Link | None
		mentor: DF.Link
		mentor_name: DF.Data | None
		naming_series: DF.Literal["PTW-.#####"]
		person_name: DF.Data | None
		position: DF.Data | None
		progress: DF.SmallText | None
		reviewed_on: DF.Date | None
		started_on: DF.Date
		status: DF.Literal["In Progress", "Succeeded", "Stopped"]
		title: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.validate_person()
		self.validate_mentor()
		self.validate_dates()
		self.refuse_second_entry()
		self.set_title()

	def validate_person(self):
		"""A partner is entered by name; a member is one of the branch and brings name, firm and position along."""
		if self.direction == TO_MEMBER:
			self.member = None
			self.person_name = "".join((self.person_name or "").split())
			require(self, "person_name")
			return
		self.development_case = None
		require(self, "member")
		if is_new_or_changed(self, "member"):
			require_members_of([self.member], self.branch, subtree=True)
		row = frappe.db.get_value(
			"Party Member", self.member, ["member_name", "firm", "firm_position", "is_partner"], as_dict=True
		)
		self.person_name = row.member_name
		self.firm = self.firm or row.firm
		self.position = self.position or row.firm_position
		if self.is_new() and row.is_partner:
			frappe.throw(
				_("{0} is a partner already, so there is nothing to cultivate.").format(
					frappe.bold(self.person_name)
				)
			)

	def validate_mentor(self):
		if is_new_or_changed(self, "mentor"):
			require_members_of([self.mentor], self.branch, subtree=True)
		if self.mentor == self.member:
			frappe.throw(
				_("{0}: nobody is responsible for his own cultivation. Choose somebody else.").format(
					label_of(self, "mentor")
				)
			)

	def validate_dates(self):
		refuse_future_date(self, "started_on", "reviewed_on", "ended_on")
		require_order(self, "started_on", "reviewed_on")
		require_order(self, "started_on", "ended_on")
		if self.status == "In Progress":
			self.ended_on = None
		else:
			require(self, "ended_on")

	def refuse_second_entry(self):
		if self.status != "In Progress":
			return
		if is_on_list(
			self.branch, self.direction, self.person_name, self.member, leaving_out=self.name or ""
		):
			frappe.throw(
				_("{0} is on the list already. Continue that entry, or end it first.").format(
					frappe.bold(self.person_name)
				),
				frappe.DuplicateEntryError,
			)

	def set_title(self):
		self.title = f"{self.person_name} {_(self.direction, site_language())}"


def on_doctype_update():
	frappe.db.add_index("Two Way Cultivation", ["branch", "status"])
