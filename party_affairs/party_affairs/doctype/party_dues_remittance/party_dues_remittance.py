from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.dues import account, cancelling
from party_affairs.dues.locks import lock_branches
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.account import DOWN, REMITTANCE, UP
from party_affairs.integrations.erpnext import door
from party_affairs.permissions import scope_for
from party_affairs.rules.dues import account as account_rules
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.dues.monthly_dues import exact
from party_affairs.rules.message import Message

IN_TRANSIT, CONFIRMED = "In Transit", "Receipt Confirmed"
_RECEIPT = ("received_on", "received_by", "receipt_no")
_OF_A_PERIOD = (
	"period_from",
	"period_to",
	"collected_amount",
	"correction_amount",
	"share_percent",
	"large_voluntary_amount",
)


class PartyDuesRemittance(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		amount: DF.Currency
		branch: DF.Link | None
		cancel_reason: DF.SmallText | None
		collected_amount: DF.Currency
		correction_amount: DF.Currency
		handled_by: DF.Link | None
		handled_by_name: DF.Data | None
		kind: DF.Literal["Remitted Up", "Allocated Down"]
		large_voluntary_amount: DF.Currency
		method: DF.Literal["", "Cash", "Bank Transfer", "WeChat", "Alipay"]
		naming_series: DF.Literal["PDR-.YYYY.-.#####"]
		other_organisation: DF.Data | None
		paid_on: DF.Date
		period_from: DF.Date | None
		period_to: DF.Date | None
		receipt_no: DF.Data | None
		received_by: DF.Link | None
		received_on: DF.Date | None
		remarks: DF.SmallText | None
		share_percent: DF.Percent
		status: DF.Literal["Draft", "In Transit", "Receipt Confirmed", "Cancelled"]
		to_branch: DF.Link | None
		voucher_no: DF.Data | None
	# end: auto-generated types

	def onload(self):
		self.set_onload("keeps_books", scope_for(self.doctype, "write").includes(self))
		self.set_onload("may_receive", self.may_receive())
		self.set_onload("may_take_back_receipt", self.may_take_back_receipt())

	def validate(self):
		self.wait_for_others()
		self.keep_receipt_for_later()
		self.settle_parties()
		self.settle_period()
		self.settle_sums()
		self.validate_payment()
		self.set_status()

	def on_submit(self):
		self.confirm_what_came_from_outside()
		self.check_accounts()
		door.post_document(self)

	def before_update_after_submit(self):
		self.refuse_receipt_by_hand()
		self.set_status()

	def before_cancel(self):
		cancelling.require_reason(self)
		self.refuse_to_cancel_what_was_received()
		account.refuse_closed_years(self.days())
		self.status = "Cancelled"

	def on_cancel(self):
		account.refuse_negative_balance([self.to_branch])
		door.cancel_document(self)

	# Who pays whom

	def wait_for_others(self):
		"""Of two remittances at once the second one sees the first."""
		if self.docstatus.is_submitted():
			lock_branches([self.branch, self.to_branch])

	def keep_receipt_for_later(self):
		"""A draft was received by nobody, whatever came with it."""
		for fieldname in (*_RECEIPT, "cancel_reason"):
			self.set(fieldname, None)

	def settle_parties(self):
		if self.kind == UP:
			require(self, "branch", exception=DuesError)
			self.to_branch = frappe.db.get_value("Party Branch", self.branch, "parent_party_branch")
		elif self.branch:
			require(self, "to_branch", exception=DuesError)
			self.refuse_other_than_child()
		if not (self.branch or self.to_branch):
			require(self, "to_branch", exception=DuesError)
		if self.branch and self.to_branch:
			self.other_organisation = None
		else:
			require(self, "other_organisation", exception=DuesError)

	def refuse_other_than_child(self):
		parent = frappe.db.get_value("Party Branch", self.to_branch, "parent_party_branch")
		if parent != self.branch:
			frappe.throw(
				_(
					"{0}: {1} does not stand directly below {2}. Dues are allocated from one level to the next."
				).format(label_of(self, "to_branch"), frappe.bold(self.to_branch), frappe.bold(self.branch)),
				DuesError,
			)

	@property
	def comes_from_outside(self) -> bool:
		return not self.branch

	# For which months, and how much

	def settle_period(self):
		if self.kind == DOWN:
			for fieldname in _OF_A_PERIOD:
				self.set(fieldname, None)
			return
		require(self, "period_from", "period_to", exception=DuesError)
		with rules_speak_to_user(DuesError):
			self.period_from, self.period_to = account_rules.months_of(
				getdate(self.period_from), getdate(self.period_to)
			)
			account.refuse_months_twice(*self.period(), locked=self.docstatus.is_submitted())

	def period(self) -> tuple[str, date, date, str | None]:
		"""The organisation, the first and last day, and this remittance itself, which is not to be counted."""
		return self.branch, self.period_from, self.period_to, self.name

	def settle_sums(self):
		if self.kind == UP:
			with rules_speak_to_user(DuesError):
				self.update(account.remittance(*self.period(), locked=self.docstatus.is_submitted()))
			return
		require(self, "amount", exception=DuesError)
		with rules_speak_to_user(DuesError):
			dues_rules.check_amount(exact(self.amount), Message(self.meta.get_label("amount")))

	def validate_payment(self):
		refuse_future_date(self, "paid_on", exception=DuesError)
		require_order(self, "period_from", "paid_on", DuesError)
		require_members_of(
			[self.handled_by], self.branch or self.to_branch, DuesError, subtree=True, former=True
		)

	def set_status(self):
		if self.docstatus.is_submitted():
			self.status = CONFIRMED if self.received_on else IN_TRANSIT
		else:
			self.status = "Draft"

	# Accounts

	def days(self) -> list[tuple[str, date]]:
		"""The organisations whose accounts the money moves, with the days on which it does."""
		found = [(self.branch, self.paid_on), (self.to_branch, self.received_on)]
		return [(branch, getdate(day)) for branch, day in found if branch and day]

	def check_accounts(self):
		account.refuse_closed_years(self.days())
		account.refuse_negative_balance([self.branch])

	def confirm_what_came_from_outside(self):
		"""The receiver enters it himself: nobody else has to confirm it."""
		if self.comes_from_outside:
			self.db_set(
				{"received_on": self.paid_on, "received_by": frappe.session.user, "status": CONFIRMED}
			)

	# Receipt

	def may_receive(self) -> bool:
		"""Whether the caller keeps the account of the receiver: nobody confirms what he himself sent.

		What went to an organisation outside of this system is confirmed by the sender, with its receipt.
		"""
		return self.docstatus.is_submitted() and not self.received_on and self.acts_for_receiver()

	def may_take_back_receipt(self) -> bool:
		"""Whether the caller may undo the confirmation, so that the sender can cancel."""
		return (
			self.docstatus.is_submitted()
			and bool(self.received_on and self.branch)
			and self.acts_for_receiver()
		)

	def acts_for_receiver(self) -> bool:
		scope = scope_for(REMITTANCE, "write")
		if scope.unrestricted or not self.to_branch:
			return scope.covers(self.branch)
		return scope.covers(self.to_branch) and not scope.covers(self.branch)

	def receive(self, received_on: date, receipt_no: str | None = None):
		"""Record that the money has arrived; the caller's right was checked."""
		self.refuse_unless(IN_TRANSIT)
		self.update({"received_on": received_on, "received_by": frappe.session.user})
		self.receipt_no = (receipt_no or "").strip() or None
		refuse_future_date(self, "received_on", exception=DuesError)
		require_order(self, "paid_on", "received_on", DuesError)
		account.refuse_closed_years([(self.to_branch, getdate(received_on))])
		self.save_receipt()

	def take_back_receipt(self, reason: str):
		"""Undo a confirmation: the money is in transit again, and may be missing from the receiver's account."""
		self.refuse_unless(CONFIRMED)
		reason = cancelling.checked(reason)
		account.refuse_closed_years([(self.to_branch, getdate(self.received_on))])
		self.update(dict.fromkeys(_RECEIPT))
		self.save_receipt()
		self.add_comment("Info", _("Receipt taken back: {0}").format(frappe.utils.escape_html(reason)))
		account.refuse_negative_balance([self.to_branch])

	def refuse_unless(self, status: str):
		if self.status != status:
			frappe.throw(
				_("{0} is {1}, not {2}. Nothing was changed.").format(
					frappe.bold(self.name), frappe.bold(_(self.status)), _(status)
				),
				DuesError,
			)

	def save_receipt(self):
		self.flags.receipt = True
		self.save(ignore_permissions=True)
		door.post_document(self)

	def refuse_receipt_by_hand(self):
		before = self.get_doc_before_save()
		changed = any(str(before.get(name) or "") != str(self.get(name) or "") for name in _RECEIPT)
		if changed and not self.flags.receipt:
			frappe.throw(
				_("The receiving organisation confirms the receipt with its button, not by hand."), DuesError
			)

	def refuse_to_cancel_what_was_received(self):
		if self.received_on and not self.comes_from_outside:
			frappe.throw(
				_(
					"{0} has confirmed that it received this money. Ask it to take the receipt back first."
				).format(frappe.bold(self.to_branch or self.other_organisation)),
				DuesError,
			)


def on_doctype_update():
	frappe.db.add_index(REMITTANCE, ["branch", "paid_on"])
	frappe.db.add_index(REMITTANCE, ["to_branch", "received_on"])
