from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import check_year, refuse_future_date
from party_affairs.checks.fields import label_of
from party_affairs.dues import account, cancelling
from party_affairs.dues.locks import lock_branches
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues import account as facts
from party_affairs.facts.dues.months import yuan
from party_affairs.language import site_language
from party_affairs.permissions import scope_for
from party_affairs.rules.dues import account as rules
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.dues.monthly_dues import exact
from party_affairs.rules.message import Message

OPEN, CLOSED, REOPENED = "Year Open", "Year Closed", "Year Reopened"
_FIELD_OF_SUM = {
	"opening_balance": "opening",
	"collected": "collected",
	"received_from_below": "received",
	"allocated": "allocated",
	"remitted": "remitted",
	"allocated_down": "passed_down",
	"spent": "spent",
	"closing_balance": "closing",
}


class PartyDuesYear(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		allocated: DF.Currency
		allocated_down: DF.Currency
		amended_from: DF.Link | None
		branch: DF.Link
		cancel_reason: DF.SmallText | None
		closed_by: DF.Link | None
		closed_on: DF.Date | None
		closing_balance: DF.Currency
		collected: DF.Currency
		opening_balance: DF.Currency
		payers: DF.Int
		published_on: DF.Date | None
		received_from_below: DF.Currency
		remarks: DF.SmallText | None
		remitted: DF.Currency
		reopened_no: DF.Int
		spent: DF.Currency
		status: DF.Literal["Year Open", "Year Closed", "Year Reopened"]
		title: DF.Data | None
		year: DF.Int
	# end: auto-generated types

	def onload(self):
		"""Of an open year the sums are those of now."""
		self.set_onload("keeps_books", scope_for(self.doctype, "write").includes(self))
		if self.docstatus.is_draft() and not self.is_new():
			self.settle_sums()

	def validate(self):
		self.wait_for_others()
		self.keep_closing_for_later()
		check_year(self.year)
		self.refuse_second_year()
		self.validate_opening()
		self.leave_sums_open()
		self.set_title()
		self.check_balance()

	def before_submit(self):
		self.check_order()
		self.settle_sums()
		self.update({"status": CLOSED, "closed_on": nowdate(), "closed_by": frappe.session.user})
		self.tell_of_drafts()

	def before_update_after_submit(self):
		self.validate_publication()

	def before_cancel(self):
		"""To reopen a year is to cancel its closing: only of the latest one, and not without a reason."""
		cancelling.require_reason(self)
		self.wait_for_others()
		with rules_speak_to_user(DuesError):
			rules.check_year_may_reopen(
				self.year, facts.books([self.branch], locked=True)[self.branch].last_closed
			)
		self.status = REOPENED
		self.reopened_no = 1 + facts.number_reopened(self.branch, self.year)

	def on_cancel(self):
		"""The year goes on as a draft: without it the books would have lost their opening balance."""
		successor = frappe.copy_doc(self)
		successor.update({"amended_from": self.name, "docstatus": 0})
		successor.insert(ignore_permissions=True)

	def on_trash(self):
		"""A draft that goes takes with it the opening balance with which the books begin."""
		if self.docstatus.is_draft() and self.begins_books():
			account.refuse_negative_balance([self.branch], {self.branch: rules.NOTHING})

	# What is checked

	def wait_for_others(self):
		"""Nobody enters anything into the year while it is being closed."""
		lock_branches([self.branch])

	def keep_closing_for_later(self):
		"""What is not closed yet was neither published nor reopened, whatever came with it."""
		empty = ("closed_on", "closed_by", "published_on", "cancel_reason")
		self.update({**dict.fromkeys(empty), "reopened_no": 0, "status": OPEN})

	def refuse_second_year(self):
		other = facts.other_record_of(self.branch, self.year, leaving_out=self.name or "")
		if other:
			frappe.throw(
				_("There is a record of {0} for {1} already. Continue that one.").format(
					frappe.bold(self.branch), self.year
				),
				frappe.DuplicateEntryError,
			)

	def validate_opening(self):
		"""Only the first year begins with a sum that is typed; every other one with what was left of the year before."""
		if not self.begins_books():
			return
		with rules_speak_to_user(DuesError):
			dues_rules.check_amount(
				exact(self.opening_balance), Message(self.meta.get_label("opening_balance"))
			)
		later = self.other_years().first_year
		if later is not None and self.is_new() and not self.amended_from:
			frappe.throw(
				_("The books of {0} begin with {1}: no earlier year can be opened any more.").format(
					frappe.bold(self.branch), later
				),
				DuesError,
			)
		earliest = facts.first_day(self.branch)
		if earliest and earliest.year < self.year:
			frappe.throw(
				_("{0} has receipts or payments of {1}: begin its books with that year.").format(
					frappe.bold(self.branch), earliest.year
				),
				DuesError,
			)

	def begins_books(self) -> bool:
		"""Whether there is no record of an earlier year."""
		first = self.other_years().first_year
		return first is None or first > self.year

	def other_years(self) -> facts.Books:
		return facts.books([self.branch], locked=True, leaving_out=self.name)[self.branch]

	def leave_sums_open(self):
		"""Stored sums of an open year would be wrong with the next receipt: they are stored when it closes."""
		kept = ("opening_balance",) if self.begins_books() else ()
		self.update({field: None for field in (*_FIELD_OF_SUM, "payers") if field not in kept})

	def settle_sums(self):
		sums = account.account_of(self.branch, self.year, locked=True)
		if self.begins_books():
			sums = replace(sums, opening=yuan(self.opening_balance))
		for fieldname, name in _FIELD_OF_SUM.items():
			self.set(fieldname, getattr(sums, name))
		self.payers = facts.payers([self.branch], *self.days()).get(self.branch, 0)

	def check_balance(self):
		"""A smaller opening balance may leave too little for what was spent since."""
		openings = {self.branch: yuan(self.opening_balance)} if self.begins_books() else {}
		account.refuse_negative_balance([self.branch], openings)

	def check_order(self):
		first = facts.first_day(self.branch)
		with rules_speak_to_user(DuesError):
			rules.check_year_may_close(
				self.year, getdate(nowdate()), first.year if first else None, self.other_years().last_closed
			)

	def days(self) -> tuple[date, date]:
		return date(self.year, 1, 1), date(self.year, 12, 31)

	def set_title(self):
		language = site_language()
		branch = frappe.db.get_value("Party Branch", self.branch, "short_name") or self.branch
		self.title = _("Dues Account of {0} for {1}", language).format(branch, self.year)[:140]

	def tell_of_drafts(self):
		"""What was not submitted before the closing cannot be entered in this year any more."""
		first, last = self.days()
		drafts = facts.drafts(self.branch, first, last)
		if drafts:
			frappe.msgprint(
				_(
					"{0} records of {1} are drafts and do not count. Reopen the year if they belong to it."
				).format(drafts, self.year),
				indicator="orange",
				alert=True,
			)

	def validate_publication(self):
		refuse_future_date(self, "published_on", exception=DuesError)
		if self.published_on and getdate(self.published_on) < getdate(self.closed_on):
			frappe.throw(
				_("{0} lies before the year was closed. Please check the day.").format(
					label_of(self, "published_on")
				),
				DuesError,
			)


def on_doctype_update():
	frappe.db.add_unique(facts.YEAR, ["branch", "year", "reopened_no"])
