from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from party_affairs.checks.fields import label_of
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.guide.privacy import retention
from party_affairs.rules.appraisal.grades import LEAST_OF_LEAST
from party_affairs.rules.dues import account as dues_account


class PartyAffairsSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.personal_data_retention.personal_data_retention import (
			PersonalDataRetention,
		)
		from party_affairs.party_affairs.doctype.workday_override.workday_override import WorkdayOverride

		anonymise_overdue: DF.Check
		appraisal_inside_weight: DF.Percent
		appraisal_least_ballots: DF.Int
		contact_visit_months: DF.Int
		dues_mode: DF.Literal["Annual", "Monthly"]
		dues_share_percent: DF.Percent
		duty_report_grades: DF.SmallText | None
		last_compliance_run: DF.Datetime | None
		last_report_period: DF.Data | None
		life_review_cycle: DF.Literal["Half Year", "Whole Year"]
		mail_reports: DF.Check
		make_dues_entries: DF.Check
		remind_arrears: DF.Check
		report_acknowledge_days: DF.Int
		report_correction_days: DF.Int
		report_half_yearly: DF.Check
		report_monthly: DF.Check
		report_quarterly: DF.Check
		report_yearly: DF.Check
		retention_periods: DF.Table[PersonalDataRetention]
		silent_days: DF.Int
		theme_day: DF.Int
		thresholds_set: DF.Literal["Guide", "National"]
		workday_overrides: DF.Table[WorkdayOverride]
	# end: auto-generated types

	def validate(self):
		self.validate_theme_day()
		self.validate_appraisal()
		self.validate_dues_share()
		self.validate_workday_overrides()
		self.validate_retention_periods()
		self.validate_local_rules()

	def validate_local_rules(self):
		"""Whoever may write the scripts decides whether they run."""
		if self.has_value_changed("allow_local_rules") and "System Manager" not in frappe.get_roles():
			frappe.throw(
				_("{0} is set by a System Manager alone.").format(label_of(self, "allow_local_rules")),
				frappe.PermissionError,
			)

	def validate_theme_day(self):
		"""A day that every month has: the guide's is the 15th (一（四）2), another fixed day is lawful (Q9)."""
		if not 1 <= (self.theme_day or 0) <= 28:
			frappe.throw(_("{0} must be a day from 1 to 28.").format(label_of(self, "theme_day")))

	def validate_appraisal(self):
		"""Of few ballots each voter could tell the others', so the number has a floor."""
		if cint(self.appraisal_least_ballots) < LEAST_OF_LEAST:
			frappe.throw(
				_("{0} must be at least {1}.").format(
					label_of(self, "appraisal_least_ballots"), LEAST_OF_LEAST
				)
			)
		if not 0 <= flt(self.appraisal_inside_weight) <= 100:
			frappe.throw(
				_("{0} must lie between 0 and 100.").format(label_of(self, "appraisal_inside_weight"))
			)

	def validate_dues_share(self):
		if self.dues_share_percent:
			with rules_speak_to_user(frappe.ValidationError):
				dues_account.check_percent(Decimal(str(self.dues_share_percent)))

	def validate_workday_overrides(self):
		days = [str(row.day) for row in self.workday_overrides]
		if len(days) != len(set(days)):
			frappe.throw(_("{0}: a day is listed twice.").format(label_of(self, "workday_overrides")))

	def validate_retention_periods(self):
		"""Each group has one period; a law may ask for a least one (0 is for ever)."""
		groups = [row.retention_group for row in self.retention_periods]
		if len(groups) != len(set(groups)):
			frappe.throw(_("{0}: a group is listed twice.").format(label_of(self, "retention_periods")))
		for row in self.retention_periods:
			least = retention.group(row.retention_group).least_months
			if 0 < cint(row.months) < least:
				frappe.throw(
					_("{0}: {1} is kept for {2} months at least.").format(
						label_of(self, "retention_periods"), _(row.retention_group), least
					)
				)
