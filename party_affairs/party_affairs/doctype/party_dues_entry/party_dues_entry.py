import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_first_day, getdate

from party_affairs.checks.dates import check_year, refuse_future_date
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.checks.unreadable_values import refuse_unreadable_values
from party_affairs.dues import account, collection, entries, receipts
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.standard import standard_on
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.dues.allocation import LARGE_VOLUNTARY, MONTHLY, voluntary_kind
from party_affairs.rules.dues.allocation import timing as timing_of
from party_affairs.rules.dues.monthly_dues import exact
from party_affairs.rules.message import Message

_SET_BY_RECEIPTS = ("paid_amount", "paid_on", "method", "status", "modified", "modified_by")
STATUS_LABELS = {"exempt": "Exempt", "paid": "Paid", "partly_paid": "Partly Paid", "unpaid": "Unpaid"}


class PartyDuesEntry(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assessment: DF.Link | None
		branch: DF.Link
		due_amount: DF.Currency
		dues_base: DF.Currency
		dues_month: DF.Date
		import_row: DF.Data | None
		member: DF.Link
		member_name: DF.Data | None
		method: DF.Literal["", "Cash", "Bank Transfer", "WeChat", "Alipay", "Paid by Another"]
		paid_amount: DF.Currency
		paid_on: DF.Date | None
		payable_by: DF.Date | None
		remarks: DF.SmallText | None
		status: DF.Literal["Unpaid", "Partly Paid", "Paid", "Exempt"]
	# end: auto-generated types

	def autoname(self):
		"""One entry a member and month: the name says so, and a unique index of the database holds it."""
		refuse_unreadable_values(self)
		require(self, "member", "dues_month", exception=DuesError)
		self.name = entries.name_of(self.member, getdate(self.dues_month))

	def before_insert(self):
		self.refuse_second_entry()

	def validate(self):
		self.set_month()
		self.set_branch()
		self.validate_amounts()
		self.validate_payment_date()
		self.set_status()

	def refuse_second_entry(self):
		if frappe.db.exists("Party Dues Entry", self.name):
			frappe.throw(
				_("{0} already has an entry for {1}. Open it and correct the amounts there.").format(
					shown_name(self.member), f"{getdate(self.dues_month):%Y-%m}"
				),
				frappe.DuplicateEntryError,
			)

	def on_update(self):
		self.write_down_payment()

	def set_month(self):
		self.dues_month = get_first_day(self.dues_month)
		check_year(self.dues_month.year, ahead=1)

	def set_branch(self):
		if not self.branch:
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
		moved = changed_fields(self, ("branch",))
		if self.is_new() or moved:
			require_members_of([self.member], self.branch, DuesError, subtree=True, former=True)
		if moved and receipts.paid_for(self.name).amount:
			frappe.throw(
				_("{0}: by its receipts this month was paid where it stands. It stays there.").format(
					label_of(self, "branch")
				),
				DuesError,
			)

	def validate_amounts(self):
		for fieldname in ("due_amount", "paid_amount"):
			with rules_speak_to_user(DuesError):
				dues_rules.check_amount(exact(self.get(fieldname)), Message(self.meta.get_label(fieldname)))

	def validate_payment_date(self):
		if not exact(self.paid_amount):
			self.paid_on = None
			return
		if not self.paid_on:
			frappe.throw(
				_("{0}: an amount was paid, so please enter the day of payment.").format(
					label_of(self, "paid_on")
				),
				DuesError,
			)
		refuse_future_date(self, "paid_on", exception=DuesError)

	def set_status(self):
		status = dues_rules.status_of(exact(self.due_amount), exact(self.paid_amount))
		self.status = STATUS_LABELS[status]

	def write_down_payment(self):
		"""A sum typed here is money received like any other: it gets its receipt, and the entry's sums come from that."""
		stored = receipts.paid_for(self.name)
		typed = receipts.Paid(
			exact(self.paid_amount), self.paid_on and getdate(self.paid_on), self.method or None
		)
		if typed == stored:
			return
		withdrawn = False
		if stored.amount and (self.flags.from_workbook or typed.amount <= stored.amount):
			withdrawn = receipts.withdraw_unnumbered(self.name)
			stored = receipts.paid_for(self.name)
		self.refuse_lowering(typed, stored)
		if typed.amount > stored.amount:
			self.require_payer()
			self.refuse_large_extra(typed.amount)
			receipts.write([self.payment(typed.amount - stored.amount)])
		if withdrawn:
			account.refuse_negative_balance([self.branch])
		self.update(frappe.db.get_value(self.doctype, self.name, _SET_BY_RECEIPTS, as_dict=True))

	def refuse_large_extra(self, paid):
		"""A large voluntary extra goes up whole, so it may not hide in a month (dues rule of 2008, article 11)."""
		extra = paid - exact(self.due_amount)
		if self.flags.from_workbook or extra <= 0:
			return
		large_from = standard_on(getdate(self.paid_on))[1].large_voluntary_from
		if voluntary_kind(extra, large_from) == LARGE_VOLUNTARY:
			frappe.throw(
				_(
					"{0}: {1} yuan more than is due go up whole. Enter them as a voluntary extra on the sheet for collecting dues."
				).format(label_of(self, "paid_amount"), extra),
				DuesError,
			)

	def refuse_lowering(self, typed, stored):
		"""What a numbered receipt says is not overwritten: it is cancelled, and a new one takes its place."""
		if typed.amount > stored.amount or typed == stored:
			return
		frappe.throw(
			_(
				"{0}: by its receipts {1} yuan were paid for {2}. Cancel the receipt first, then enter what is right."
			).format(label_of(self, "paid_amount"), stored.amount, f"{getdate(self.dues_month):%Y-%m}"),
			DuesError,
		)

	def require_payer(self):
		"""An entry has no field for who handed the money over, and an organisation may not have done it."""
		if self.method == collection.PAID_BY_ANOTHER and not self.flags.from_workbook:
			frappe.throw(
				_("{0}: enter this payment as a receipt, which names who handed the money over.").format(
					label_of(self, "method")
				),
				DuesError,
			)

	def payment(self, amount):
		month = getdate(self.dues_month)
		timing = timing_of(month, getdate(self.paid_on), self.payable_by and getdate(self.payable_by))
		share = receipts.Share(MONTHLY, amount, self.name, month, timing)
		return receipts.Payment(
			branch=self.branch,
			member=self.member,
			received_on=getdate(self.paid_on),
			method=self.method or None,
			shares=(share,),
			source="Workbook" if self.flags.from_workbook else "Collected",
		)


def on_doctype_update():
	frappe.db.add_unique("Party Dues Entry", ["member", "dues_month"])
	frappe.db.add_index("Party Dues Entry", ["branch", "dues_month"])
