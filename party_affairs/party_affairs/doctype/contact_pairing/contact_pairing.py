import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of
from party_affairs.checks.members import require_members_of
from party_affairs.facts.contact.pairings import is_paired
from party_affairs.permissions.restricted_fields import HidesRestrictedFields


class ContactPairing(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.contact_pairing_log.contact_pairing_log import (
			ContactPairingLog,
		)

		address: DF.SmallText | None
		branch: DF.Link
		contact_kind: DF.Literal["Firm Head", "Key Non-Party Professional", "Non-Party Lawyer", "Masses"]
		contact_log: DF.Table[ContactPairingLog]
		contact_name: DF.Data
		end_date: DF.Date | None
		family: DF.SmallText | None
		firm: DF.Link | None
		import_row: DF.Data | None
		measures: DF.SmallText | None
		member: DF.Link
		member_name: DF.Data | None
		naming_series: DF.Literal["CP-.#####"]
		phone: DF.Data | None
		results: DF.SmallText | None
		start_date: DF.Date
	# end: auto-generated types

	def validate(self):
		self.set_branch()
		self.validate_dates()
		self.validate_contact()

	def set_branch(self):
		if not self.branch:
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
		require_members_of([self.member], self.branch, subtree=True, former=True)

	def validate_dates(self):
		refuse_future_date(self, "start_date")
		require_order(self, "start_date", "end_date")
		for row in self.contact_log:
			refuse_future_date(row, "contact_date")

	def validate_contact(self):
		"""A pairing reaches beyond the member himself, and one contact is not entered twice for one member."""
		self.contact_name = "".join((self.contact_name or "").split())
		if self.contact_name == frappe.db.get_value("Party Member", self.member, "member_name"):
			frappe.throw(
				_("{0}: the contact must be somebody other than the member.").format(
					label_of(self, "contact_name")
				)
			)
		if not self.end_date and is_paired(self.member, self.contact_name, leaving_out=self.name or ""):
			frappe.throw(
				_("{0} is already paired with this member. Continue that record, or end it first.").format(
					frappe.bold(self.contact_name)
				),
				frappe.DuplicateEntryError,
			)


def on_doctype_update():
	frappe.db.add_index("Contact Pairing", ["branch", "start_date"])
