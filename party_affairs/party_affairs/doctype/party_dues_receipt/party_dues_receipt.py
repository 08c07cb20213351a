import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.dues import account, cancelling, collection, receipts, twins
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.integrations.erpnext import door
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.dues.monthly_dues import exact
from party_affairs.rules.message import Message

_GIVEN_BY_APP = ("receipt_no", "receipt_year", "receipt_serial", "collection_key", "statement")


class PartyDuesReceipt(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_dues_receipt_item.party_dues_receipt_item import (
			PartyDuesReceiptItem,
		)

		amended_from: DF.Link | None
		amount: DF.Currency
		branch: DF.Link
		cancel_reason: DF.SmallText | None
		collected_by: DF.Link | None
		collection_key: DF.Data | None
		dues_amount: DF.Currency
		items: DF.Table[PartyDuesReceiptItem]
		large_voluntary_amount: DF.Currency
		member: DF.Link
		member_name: DF.Data | None
		method: DF.Literal["", "Cash", "Bank Transfer", "WeChat", "Alipay", "Paid by Another"]
		paid_by: DF.Data | None
		receipt_no: DF.Data | None
		receipt_serial: DF.Int
		receipt_year: DF.Int
		received_on: DF.Date
		remarks: DF.SmallText | None
		source: DF.Literal["Collected", "Statement", "Workbook", "Carried Over"]
		statement: DF.Link | None
		voluntary: DF.Currency
		voluntary_amount: DF.Currency
	# end: auto-generated types

	def validate(self):
		self.clear_what_the_app_gives()
		self.set_branch()
		self.validate_payer()
		self.validate_amounts()
		refuse_future_date(self, "received_on", exception=DuesError)

	def before_submit(self):
		account.refuse_closed_years([(self.branch, getdate(self.received_on))])
		self.allocate()
		self.set_number()
		self.collected_by = frappe.session.user

	def on_submit(self):
		receipts.settle(row.entry for row in self.items if row.entry)
		door.post_document(self)
		twins.warn_of([self.name])

	def before_cancel(self):
		cancelling.require_reason(self)

	def on_cancel(self):
		receipts.cancelled([self.name])
		door.cancel_document(self)

	def on_trash(self):
		self.refuse_gap()

	def clear_what_the_app_gives(self):
		"""A draft has no number yet: it would leave a gap if the draft were deleted, or were typed into it."""
		self.update(dict.fromkeys(_GIVEN_BY_APP))
		self.source = "Collected"
		self.items = []

	def set_branch(self):
		if not self.branch:
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
		if self.is_new() or changed_fields(self, ("member", "branch")):
			require_members_of([self.member], self.branch, DuesError, subtree=True, former=True)

	def validate_payer(self):
		if self.method == collection.PAID_BY_ANOTHER:
			require(self, "paid_by", exception=DuesError)
		collection.check_payer(self.branch, self.paid_by)

	def validate_amounts(self):
		for fieldname in ("amount", "voluntary"):
			with rules_speak_to_user(DuesError):
				dues_rules.check_amount(exact(self.get(fieldname)), Message(self.meta.get_label(fieldname)))
		if not exact(self.amount):
			frappe.throw(
				_("{0}: please enter an amount greater than zero.").format(label_of(self, "amount")),
				DuesError,
			)
		if exact(self.voluntary) > exact(self.amount):
			frappe.throw(
				_("{0} cannot be more than {1}.").format(
					label_of(self, "voluntary"), label_of(self, "amount")
				),
				DuesError,
			)

	def allocate(self):
		"""Divide the sum among the member's months as they stand now; nobody else collects in the meantime."""
		line = collection.CollectionLine(
			self.member, exact(self.amount) - exact(self.voluntary), exact(self.voluntary)
		)
		shares = collection.shares_of(self.branch, line, getdate(self.received_on))
		self.set("items", [receipts.item_of(share, getdate(self.received_on)) for share in shares])
		self.update(receipts.sums(shares))

	def set_number(self):
		asked = (self.branch, getdate(self.received_on), self.source)
		self.receipt_no, self.receipt_year, self.receipt_serial = receipts.next_numbers([asked])[0]

	def refuse_gap(self):
		if self.receipt_no:
			frappe.throw(
				_("Receipt {0} cannot be deleted, its number would be missing. Cancel it instead.").format(
					frappe.bold(self.receipt_no)
				),
				DuesError,
			)


def on_doctype_update():
	frappe.db.add_unique("Party Dues Receipt", ["branch", "receipt_no"])
	frappe.db.add_index("Party Dues Receipt", ["branch", "receipt_year", "receipt_serial"])
	frappe.db.add_index("Party Dues Receipt", ["branch", "received_on"])
