from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_first_day, getdate

from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues_standard import standard_on
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.rules import dues as dues_rules
from party_affairs.validation import require_members_of, require_order


class DuesAssessment(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		basis_method: DF.Literal[
			"Monthly Pay", "Annual Salary Drawn in Month", "Average of Last Quarter", "Fixed Yearly Base"
		]
		branch: DF.Link
		category: DF.Literal[
			"Employed", "Annual Salary", "Irregular Income", "Retired", "Fixed Sum", "Exempt"
		]
		effective_from: DF.Date
		effective_to: DF.Date | None
		import_row: DF.Data | None
		member: DF.Link
		member_name: DF.Data | None
		monthly_base: DF.Currency
		monthly_due: DF.Currency
		payment_frequency: DF.Literal["Monthly", "Quarterly"]
		naming_series: DF.Literal["DA-.YYYY.-.#####"]
		remarks: DF.SmallText | None
		standard: DF.Link | None
	# end: auto-generated types

	def validate(self):
		self.set_branch()
		self.set_months()
		self.validate_not_assessed_already()
		self.set_monthly_due()

	def set_branch(self):
		if not self.branch:
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
		require_members_of(self, [self.member], self.branch, DuesError, subtree=True, former=True)

	def set_months(self):
		"""An assessment counts for whole months (dues rule of 2008, article 10)."""
		self.effective_from = get_first_day(self.effective_from)
		if self.effective_to:
			self.effective_to = get_first_day(self.effective_to)
		require_order(self, "effective_from", "effective_to", DuesError)

	def validate_not_assessed_already(self):
		filters = {
			"member": self.member,
			"effective_from": self.effective_from,
			"name": ["!=", self.name or ""],
		}
		if frappe.db.exists("Dues Assessment", filters):
			frappe.throw(
				_(
					"{0} is already assessed from {1}. Change that assessment, or choose another first month."
				).format(
					frappe.bold(self.member_name or self.member),
					frappe.format(self.effective_from, {"fieldtype": "Date"}),
				),
				DuesError,
			)

	def set_monthly_due(self):
		"""Whole base at one rate by the standard in force in the first month; exempt members owe nothing."""
		if self.category == "Exempt":
			self.monthly_base = self.monthly_due = 0
			self.standard = None
			return
		base = None if self.monthly_base in (None, "") else Decimal(str(self.monthly_base))
		with rules_speak_to_user(DuesError):
			self.standard, standard = standard_on(getdate(self.effective_from))
			due = dues_rules.monthly_due(base, frappe.scrub(self.category), standard=standard)
		self.monthly_due = float(due)


def on_doctype_update():
	frappe.db.add_unique("Dues Assessment", ["member", "effective_from"])
