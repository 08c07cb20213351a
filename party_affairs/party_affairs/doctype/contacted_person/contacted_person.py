import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import changed_fields, is_new_or_changed, label_of, require
from party_affairs.facts.contact.persons import COPIED, like, pairings_of
from party_affairs.guide.privacy.retention import placeholder
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.permissions.scope import scope_for
from party_affairs.rules.contact.persons import Entry, digits, is_phone, must_ask
from party_affairs.touches import touch

NOT_ASKED, CONSENTED, DECLINED = "Not Asked Yet", "Consented", "Consent Declined"
PERSONAL = ("phone", "address", "family")


class ContactedPerson(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		self.contact_name = "".join((self.contact_name or "").split())
		self.validate_days()
		self.validate_phone()
		self.set_consent()
		self.ask_about_another()
		if self.is_new():
			self.paired_until = nowdate()

	def validate_days(self):
		"""A contact who has become a member of the branch joined the Party on that member's day."""
		if self.party_member and not self.joined_party_on:
			self.joined_party_on = frappe.db.get_value("Party Member", self.party_member, "joined_on")
		refuse_future_date(self, "joined_party_on", "left_firm_on", "consent_on")

	def validate_phone(self):
		"""What a workbook writes for a telephone is kept as it stands there."""
		if not self.phone or self.flags.from_workbook or self.flags.told_apart:
			return
		if is_new_or_changed(self, "phone") and not is_phone(self.phone):
			frappe.throw(
				_(
					"{0}: {1} is no telephone number. Write its digits, such as 13800000000 or 0579-82000000."
				).format(label_of(self, "phone"), frappe.bold(frappe.utils.escape_html(self.phone)))
			)

	def set_consent(self):
		"""Consent has its day, and whoever notes it; of somebody who refused it no personal data is kept."""
		if self.consent == NOT_ASKED:
			self.consent_on = self.consent_way = self.consent_noted_by = None
			return
		require(self, "consent_on", "consent_way")
		if is_new_or_changed(self, "consent", "consent_on", "consent_way"):
			self.consent_noted_by = frappe.session.user
		if self.consent == DECLINED:
			self.keep_nothing_personal()

	def keep_nothing_personal(self):
		"""What was kept before goes with the refusal; what is entered after it is refused."""
		for fieldname in () if changed_fields(self, ("consent",)) else changed_fields(self, PERSONAL):
			if self.get(fieldname):
				frappe.throw(
					_("{0} refused to have personal data kept: leave {1} empty.").format(
						frappe.bold(frappe.utils.escape_html(self.contact_name)), label_of(self, fieldname)
					)
				)
		for fieldname in PERSONAL:
			self.set(fieldname, None)

	def ask_about_another(self):
		"""Nobody is entered twice unnoticed: a record of the same name or phone is named, and is taken, or ticked as another person.

		A workbook, and a pairing that is entered with a name, have told apart by the rules who is meant.
		"""
		if self.is_another or self.flags.from_workbook or self.flags.told_apart:
			return
		changed = changed_fields(self, ("contact_name", "phone", "firm", "branch"))
		# Whoever loses his telephone is nobody else for it.
		if self.get_doc_before_save() and not any(self.get(fieldname) for fieldname in changed):
			return
		mine = Entry(self.contact_name, self.firm, self.phone)
		for row in like(self.branch, self.contact_name, digits(self.phone), self.name or ""):
			if not must_ask(mine, Entry(row.contact_name, row.firm, row.phone)):
				continue
			known = row.name if scope_for(self.doctype).covers(row.branch) else ""
			frappe.throw(
				_(
					"{0} may be on record already, kept by {1} {2}. Take that record, or tick “{3}” if it is somebody else."
				).format(
					frappe.bold(frappe.utils.escape_html(self.contact_name)),
					frappe.bold(row.branch),
					known,
					label_of(self, "is_another"),
				),
				frappe.DuplicateEntryError,
			)

	def on_update(self):
		self.carry_to_pairings()

	def carry_to_pairings(self):
		"""Pairings show the person as he is recorded here; those whose contact was forgotten stay as they are."""
		changed = changed_fields(self, (*COPIED, "joined_party_on", "left_firm_on", "consent"))
		if not changed:
			return
		rows = pairings_of([self.name])
		names = [row.name for row in rows if row.contact_name != placeholder()]
		copied = {fieldname: self.get(fieldname) for fieldname in changed if fieldname in COPIED}
		if copied and names:
			frappe.db.set_value("Contact Pairing", {"name": ["in", names]}, copied, update_modified=False)
		if "contact_name" in copied:
			frappe.db.set_value(
				"Raised Opinion",
				{"contact": self.name},
				"raised_by_name",
				self.contact_name,
				update_modified=False,
			)
		touch("Contact Pairing", records=[row.name for row in rows])


def on_doctype_update():
	frappe.db.add_index("Contacted Person", ["branch", "contact_name(40)"])
