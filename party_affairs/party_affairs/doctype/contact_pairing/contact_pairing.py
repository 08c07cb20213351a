import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from party_affairs.checks.dates import FOUNDING_OF_THE_PARTY, refuse_before, refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.facts.contact.pairings import is_paired
from party_affairs.facts.contact.persons import COPIED, of_name
from party_affairs.guide.privacy.retention import placeholder
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.permissions.scope import scope_for
from party_affairs.privacy.contacts import set_paired_until
from party_affairs.rules.contact.pairing import ceases, sentence_of
from party_affairs.rules.contact.persons import Entry, are_one


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
		self.settle_contact()
		self.show_contact()
		self.validate_dates()
		self.validate_contact()
		self.sign_log()

	def set_branch(self):
		if not self.branch:
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
		require_members_of([self.member], self.branch, subtree=True, former=True)

	def settle_contact(self):
		"""A pairing that is entered with a name takes the branch's contact of this name, and makes one where there is none."""
		if self.contact or self.is_forgotten():
			return
		self.contact_name = "".join((self.contact_name or "").split())
		require(self, "contact_name")
		mine = Entry(self.contact_name, self.firm, self.phone)
		known = of_name(self.branch, self.contact_name)
		one = next(
			(row for row in known if are_one(mine, Entry(row.contact_name, row.firm, row.phone))), None
		)
		if one:
			self.contact = one.name
			return
		person = frappe.new_doc("Contacted Person")
		person.update({fieldname: self.get(fieldname) for fieldname in (*COPIED, "branch", "import_row")})
		person.contact_kind = self.contact_kind or person.contact_kind
		# Whoever brings a telephone along has told apart whose it is.
		person.flags.told_apart = bool(known or self.phone)
		self.contact = person.insert(ignore_permissions=bool(self.flags.ignore_permissions)).name

	def show_contact(self):
		"""The contact shows as he is recorded; in another branch he is chosen by those alone who may read of him there."""
		if self.is_forgotten():
			return
		person = frappe.db.get_value(
			"Contacted Person",
			self.contact,
			[*COPIED, "branch", "contact_kind", "party_member", "joined_party_on", "left_firm_on"],
			as_dict=True,
		)
		fresh = is_new_or_changed(self, "contact")
		if fresh and not (
			self.flags.ignore_permissions or scope_for("Contacted Person").covers(person.branch)
		):
			frappe.throw(
				_("There is no contact person {0} in your branch. Choose one from the list.").format(
					frappe.bold(frappe.utils.escape_html(self.contact))
				),
				frappe.PermissionError,
			)
		self.update({fieldname: person[fieldname] for fieldname in COPIED})
		self.contact_kind = self.contact_kind or person.contact_kind
		if person.party_member and person.party_member == self.member:
			self.refuse_himself()
		if fresh:
			self.refuse_what_he_is_not(person)

	def refuse_what_he_is_not(self, person):
		"""Nobody is paired anew as what he had ceased to be by then."""
		ceased = ceases(frappe.scrub(self.contact_kind), person.joined_party_on, person.left_firm_on)
		if ceased and ceased.since <= getdate(self.start_date):
			frappe.throw(
				_("{0} Choose another {1} or another contact.").format(
					sentence_of(ceased).text(_), label_of(self, "contact_kind")
				)
			)

	def is_forgotten(self) -> bool:
		"""Whether the contact's data was forgotten: such a pairing keeps its days alone."""
		return not self.contact and self.contact_name == placeholder()

	def validate_dates(self):
		refuse_before(self, FOUNDING_OF_THE_PARTY, "start_date")
		refuse_future_date(self, "start_date")
		require_order(self, "start_date", "end_date")
		self.warn_of_early_start()
		before = self.get_doc_before_save()
		moved = not before or changed_fields(self, ("start_date", "end_date"))
		known = {} if moved else {row.name: getdate(row.contact_date) for row in before.contact_log}
		for row in self.contact_log:
			refuse_future_date(row, "contact_date")
			if known.get(row.name) != getdate(row.contact_date):
				self.check_day_of_contact(row)

	def warn_of_early_start(self):
		"""Contact may be older than the membership in the branch, and is so seldom."""
		if self.flags.from_workbook or not is_new_or_changed(self, "start_date", "member"):
			return
		joined = frappe.db.get_value("Party Member", self.member, "joined_branch_on")
		if joined and getdate(self.start_date) < joined:
			frappe.msgprint(
				_("{0} lies before the member came to the branch, on {1}. Please check the date.").format(
					label_of(self, "start_date"), frappe.format(joined, {"fieldtype": "Date"})
				),
				indicator="orange",
				alert=True,
			)

	def check_day_of_contact(self, row):
		"""What stands in the log happened while the pairing ran. A workbook is kept as it stands."""
		if self.flags.from_workbook:
			return
		day, start, end = getdate(row.contact_date), getdate(self.start_date), self._end()
		place = (label_of(self, "contact_log"), row.idx, frappe.format(day, {"fieldtype": "Date"}))
		if day < start:
			frappe.throw(
				_("{0}, row {1}: {2} lies before the pairing began, on {3}.").format(
					*place, frappe.format(start, {"fieldtype": "Date"})
				)
			)
		if end and day > end:
			frappe.throw(
				_("{0}, row {1}: {2} lies after the pairing ended, on {3}.").format(
					*place, frappe.format(end, {"fieldtype": "Date"})
				)
			)

	def validate_contact(self):
		"""A pairing reaches beyond the member himself, and one contact is not entered twice for one member."""
		if self.contact_name == frappe.db.get_value("Party Member", self.member, "member_name"):
			self.refuse_himself()
		if (
			self.contact
			and is_new_or_changed(self, "member", "contact", "start_date", "end_date")
			and is_paired(
				self.member, self.contact, getdate(self.start_date), self._end(), leaving_out=self.name or ""
			)
		):
			frappe.throw(
				_("{0} is already paired with this member. Continue that record, or end it first.").format(
					frappe.bold(self.contact_name)
				),
				frappe.DuplicateEntryError,
			)

	def _end(self):
		return getdate(self.end_date) if self.end_date else None

	def refuse_himself(self):
		frappe.throw(
			_("{0}: the contact must be somebody other than the member.").format(
				label_of(self, "contact_name")
			)
		)

	def sign_log(self):
		"""Each line of the log says who wrote it and when; what was there before keeps its own."""
		for row in self.contact_log:
			if not row.written_on:
				row.written_by, row.written_on = frappe.session.user, now_datetime()

	def on_update(self):
		before = self.get_doc_before_save()
		set_paired_until({self.contact, before and before.contact})

	def after_delete(self):
		set_paired_until({self.contact})


def on_doctype_update():
	frappe.db.add_index("Contact Pairing", ["branch", "start_date"])
