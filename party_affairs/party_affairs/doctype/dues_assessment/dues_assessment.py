from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_first_day, getdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.dues import assessing
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues import assessment as facts
from party_affairs.facts.dues.standard import standard_on
from party_affairs.guide.dues.income_items import is_deduction
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.rules.dues import assessment as rules
from party_affairs.rules.dues.monthly_dues import exact
from party_affairs.rules.periods import add_months

_SETTLED_BY_PAYMENT = (
	*("member", "category", "regular_category", "effective_from"),
	*("monthly_base", "agreed_amount", "monthly_due"),
)
"""What months were paid by, and therefore stays."""

_OF_ENTRIES = (*_SETTLED_BY_PAYMENT, "effective_to", "payment_frequency")
"""What entries without a payment take over."""

_OF_MONTHS = ("category", "basis_method", "effective_from", "effective_to")
_OF_DECISION = (
	*("category", "agreed_amount", "decision_meeting", "decided_on"),
	*("approved_by", "approved_on", "approval_no"),
)
_OF_CONSENT = ("payment_frequency", "consent_meeting", "consented_on")


class DuesAssessment(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.dues_income_item.dues_income_item import DuesIncomeItem

		agreed_amount: DF.Currency
		approval_no: DF.Data | None
		approved_by: DF.Data | None
		approved_on: DF.Date | None
		basis_method: DF.Literal[
			"", "Monthly Pay", "Annual Salary Drawn in Month", "Average of Last Quarter", "Fixed Yearly Base"
		]
		branch: DF.Link
		category: DF.Literal[
			"Employed",
			"Annual Salary",
			"Irregular Income",
			"Retired",
			"Student",
			"Unemployed",
			"Relief",
			"Farmer",
			"Fixed Sum",
			"Reduced",
			"Exempt",
		]
		change_reason: DF.SmallText | None
		consent_meeting: DF.Link | None
		consented_on: DF.Date | None
		decided_on: DF.Date | None
		decision_meeting: DF.Link | None
		effective_from: DF.Date
		effective_to: DF.Date | None
		import_row: DF.Data | None
		income_amount: DF.Currency
		income_items: DF.Table[DuesIncomeItem]
		member: DF.Link
		member_name: DF.Data | None
		monthly_base: DF.Currency
		monthly_due: DF.Currency
		naming_series: DF.Literal["DA-.YYYY.-.#####"]
		payment_frequency: DF.Literal["Monthly", "Quarterly"]
		regular_category: DF.Literal["", "Employed", "Annual Salary", "Irregular Income", "Retired"]
		remarks: DF.SmallText | None
		signed_on: DF.Date | None
		standard: DF.Link | None
	# end: auto-generated types

	def validate(self):
		self.set_branch()
		self.set_first_month()
		self.set_last_month()
		self.validate_not_assessed_already()
		self.set_monthly_base()
		self.set_monthly_due()
		self.refuse_to_change_what_was_paid()
		self.validate_decision()
		self.validate_consent()
		self.validate_signature()
		self.advise_on_change()

	def on_update(self):
		self.carry_to_entries()

	def on_trash(self):
		self.refuse_to_delete_what_was_paid()
		self.flags.released = assessing.release(self.name)

	def after_delete(self):
		assessing.follow(
			[self.member],
			self.month("effective_from"),
			self.month("effective_to"),
			released=self.flags.released,
		)

	def set_branch(self):
		if not self.branch:
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
		require_members_of([self.member], self.branch, DuesError, subtree=True, former=True)

	def set_first_month(self):
		"""An assessment counts for whole months (dues rule of 2008, article 10)."""
		self.effective_from = get_first_day(self.effective_from)
		if self.effective_to:
			self.effective_to = get_first_day(self.effective_to)
		require_order(self, "effective_from", "effective_to", DuesError)

	def set_last_month(self):
		"""Its method says for how long a base counts; older records, which did not ask, stay as they are."""
		if not (self.is_new() or changed_fields(self, _OF_MONTHS)):
			return
		with rules_speak_to_user(DuesError):
			last = rules.last_month(
				self.key("category"), self.key("basis_method"), self.month("effective_from")
			)
		if last and not self.effective_to:
			self.effective_to = last
		elif last and self.month("effective_to") > last:
			frappe.throw(
				_(
					"{0}: by the method {1} it counts until {2} at the latest. Enter that month, or leave it empty."
				).format(label_of(self, "effective_to"), frappe.bold(_(self.basis_method)), f"{last:%Y-%m}"),
				DuesError,
			)

	def validate_not_assessed_already(self):
		if facts.begins_on(self.member, self.effective_from, leaving_out=self.name or ""):
			frappe.throw(
				_(
					"{0} is already assessed from {1}. Change that assessment, or choose another first month."
				).format(
					shown_name(self.member),
					frappe.format(self.effective_from, {"fieldtype": "Date"}),
				),
				DuesError,
			)

	def set_monthly_base(self):
		"""Income items make the income, the income makes the base; a base may also be typed."""
		if self.key("category") not in rules.BASED:
			return
		with rules_speak_to_user(DuesError):
			if self.income_items:
				items = [
					rules.IncomeItem(exact(row.amount), is_deduction(row.kind)) for row in self.income_items
				]
				self.income_amount = float(rules.income_of(items))
			if self.income_amount or self.income_items:
				base = rules.base_of(self.key("basis_method"), exact(self.income_amount))
				self.monthly_base = float(base)

	def set_monthly_due(self):
		"""Whole base at one rate by the standard in force in the first month; exempt members owe nothing."""
		self.clear_what_the_category_has_no_use_for()
		if self.category == "Exempt":
			self.monthly_due = 0
			self.standard = None
			return
		base = None if self.monthly_base in (None, "") else exact(self.monthly_base)
		with rules_speak_to_user(DuesError):
			self.standard, standard = standard_on(getdate(self.effective_from))
			due = rules.due_of(
				self.key("category"),
				base,
				standard,
				exact(self.agreed_amount),
				self.key("regular_category") or "employed",
			)
		self.monthly_due = float(due)

	def clear_what_the_category_has_no_use_for(self):
		if self.category == "Exempt":
			self.monthly_base = self.income_amount = 0
			self.income_items = []
		if self.category not in ("Reduced", "Farmer"):
			self.agreed_amount = None
		if self.category != "Reduced":
			self.regular_category = None
		elif not self.regular_category:
			self.regular_category = "Employed"

	def refuse_to_change_what_was_paid(self):
		if self.is_new() or self.flags.from_workbook or not changed_fields(self, _SETTLED_BY_PAYMENT):
			return
		self.refuse_if_paid(
			_(
				"{0} yuan a month were paid by this assessment for {1}: it stays. Make a new assessment from {2}."
			)
		)

	def refuse_to_delete_what_was_paid(self):
		self.refuse_if_paid(
			_(
				"{0} yuan a month were paid by this assessment for {1}: it is not deleted. Make a new assessment from {2}."
			)
		)

	def refuse_if_paid(self, sentence: str):
		months = assessing.months_paid(self.name)
		if not months:
			return
		before = self.get_doc_before_save() or self
		frappe.throw(
			sentence.format(
				f"{before.monthly_due:.2f}",
				"、".join(f"{month:%Y-%m}" for month in months),
				f"{add_months(months[-1], 1):%Y-%m}",
			),
			DuesError,
		)

	def validate_decision(self):
		"""The branch decides that somebody pays less or nothing, the organisation above approves it (article 7).

		Older records and the workbook do not say it: they stand, and the form and the sheet point out what is lacking.
		"""
		if self.key("category") not in rules.DECIDED:
			self.update(dict.fromkeys(_OF_DECISION[2:]))
			return
		self.take_day_of_meeting("decision_meeting", "decided_on")
		refuse_future_date(self, "decided_on", "approved_on", exception=DuesError)
		require_order(self, "decided_on", "approved_on", DuesError)
		if self.is_asked_for(_OF_DECISION):
			if not self.approved_by:
				self.approved_by = frappe.db.get_value("Party Branch", self.branch, "parent_party_branch")
			require(self, "decided_on", "approved_by", "approved_on", "approval_no", exception=DuesError)

	def validate_consent(self):
		"""Dues are paid monthly; in special cases, with the branch's consent, quarterly (article 12)."""
		if self.payment_frequency != "Quarterly":
			self.consent_meeting = self.consented_on = None
			return
		self.take_day_of_meeting("consent_meeting", "consented_on")
		refuse_future_date(self, "consented_on", exception=DuesError)
		if self.is_asked_for(_OF_CONSENT):
			require(self, "consented_on", exception=DuesError)

	def is_asked_for(self, fieldnames: tuple[str, ...]) -> bool:
		return not self.flags.from_workbook and bool(self.is_new() or changed_fields(self, fieldnames))

	def take_day_of_meeting(self, meeting: str, day: str):
		"""A meeting that is named must be one of the branch, and its record submitted; the day is the meeting's."""
		if not self.get(meeting):
			return
		found = frappe.db.get_value(
			"Party Meeting", self.get(meeting), ["branch", "docstatus", "meeting_date"], as_dict=True
		)
		if not found or found.branch != self.branch or found.docstatus != 1:
			frappe.throw(
				_("{0}: choose a meeting of {1} whose minutes are submitted, or enter the day alone.").format(
					label_of(self, meeting), frappe.bold(self.branch)
				),
				DuesError,
			)
		self.set(day, found.meeting_date)

	def validate_signature(self):
		refuse_future_date(self, "signed_on", exception=DuesError)

	def advise_on_change(self):
		"""By the notice of 2017 a base that was fixed at the beginning of the year usually stays until its end."""
		if not self.is_new() or self.change_reason or self.flags.from_workbook:
			return
		if self.key("category") not in rules.BASED or self.key("basis_method") in rules.METHODS_OF_A_SPELL:
			return
		first = self.month("effective_from")
		present = facts.in_force([self.member], first).get(self.member)
		if not present or present.effective_from.year != first.year or facts.mode_of(self.branch) != "Annual":
			return
		frappe.msgprint(
			_(
				"{0} was assessed from {1} on; within the year a base usually stays. Please fill in {2}."
			).format(
				shown_name(self.member),
				f"{present.effective_from:%Y-%m}",
				label_of(self, "change_reason"),
			),
			indicator="orange",
		)

	def carry_to_entries(self):
		"""Months without any payment follow the assessment; the workbook says itself what is due in each month."""
		before = self.get_doc_before_save()
		if self.flags.from_workbook or (before and not changed_fields(self, _OF_ENTRIES)):
			return
		versions = [self, before] if before else [self]
		lasts = [_month(version.effective_to) for version in versions]
		assessing.follow(
			sorted({version.member for version in versions}),
			min(_month(version.effective_from) for version in versions),
			None if None in lasts else max(lasts),
			{self.name},
		)

	def key(self, fieldname: str) -> str | None:
		"""Return the choice of a Select field as the rules call it."""
		return frappe.scrub(self.get(fieldname)) if self.get(fieldname) else None

	def month(self, fieldname: str) -> date | None:
		return _month(self.get(fieldname))


def _month(value) -> date | None:
	return getdate(value) if value else None


def on_doctype_update():
	frappe.db.add_unique("Dues Assessment", ["member", "effective_from"])
