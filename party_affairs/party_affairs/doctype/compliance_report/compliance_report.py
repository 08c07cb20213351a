import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import keep_what_steps_wrote
from party_affairs.compliance.remind import why_unmailed
from party_affairs.party_affairs.doctype.compliance_report.steps import STEPS, may_answer, may_review
from party_affairs.permissions.rows_of_branches import HidesRowsOfOthers
from party_affairs.rules.periods import parse

_TITLE_LENGTH = 140
WRITTEN_BY_STEPS = (
	*("status", "acknowledge_by", "replaced_by", "mailed_on", "recipients"),
	*(fieldname for step in STEPS for fieldname in step.writes),
)


class ComplianceReport(HidesRowsOfOthers, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.compliance_report_branch.compliance_report_branch import (
			ComplianceReportBranch,
		)
		from party_affairs.party_affairs.doctype.compliance_report_clause.compliance_report_clause import (
			ComplianceReportClause,
		)
		from party_affairs.party_affairs.doctype.compliance_report_explanation.compliance_report_explanation import (
			ComplianceReportExplanation,
		)
		from party_affairs.party_affairs.doctype.compliance_report_line.compliance_report_line import (
			ComplianceReportLine,
		)

		acknowledge_by: DF.Date | None
		acknowledge_remark: DF.SmallText | None
		acknowledged_by: DF.Link | None
		acknowledged_on: DF.Datetime | None
		all_missed_count: DF.Int
		amended_from: DF.Link | None
		as_of: DF.Date
		below_count: DF.Int
		below_due_count: DF.Int
		below_late_count: DF.Int
		below_met_count: DF.Int
		below_missed_count: DF.Int
		below_rows: DF.Table[ComplianceReportBranch]
		below_silent_count: DF.Int
		below_unchecked_count: DF.Int
		below_with_gaps: DF.Int
		branch: DF.Link
		carried_due_count: DF.Int
		carried_missed_count: DF.Int
		cells: DF.LongText | None
		clauses: DF.Table[ComplianceReportClause]
		correct_by: DF.Date | None
		due_count: DF.Int
		explanations: DF.Table[ComplianceReportExplanation]
		frozen_on: DF.Datetime | None
		is_silent: DF.Check
		last_record_on: DF.Date | None
		late_count: DF.Int
		lines: DF.Table[ComplianceReportLine]
		made_good: DF.Table[ComplianceReportLine]
		made_good_count: DF.Int
		mailed_on: DF.Datetime | None
		met_count: DF.Int
		missed_count: DF.Int
		new_missed_count: DF.Int
		not_mailed: DF.Check
		period_key: DF.Data
		period_kind: DF.Literal["Month", "Quarter", "Half Year", "Year"]
		period_late_count: DF.Int
		period_met_count: DF.Int
		period_missed_count: DF.Int
		previous: DF.Link | None
		previous_below_missed_count: DF.Int
		previous_due_count: DF.Int
		previous_late_count: DF.Int
		previous_met_count: DF.Int
		previous_missed_count: DF.Int
		recipients: DF.SmallText | None
		replaced_by: DF.Link | None
		replaces: DF.Link | None
		return_remark: DF.SmallText | None
		returned_by: DF.Link | None
		returned_on: DF.Datetime | None
		status: DF.Literal["Handed Up", "Returned", "Acknowledged", "Corrected", "Filed"]
		title: DF.Data | None
		unchecked: DF.SmallText | None
		version: DF.Int
	# end: auto-generated types

	def autoname(self):
		self.name = f"{self.branch}-{self.period_key}"
		if self.version and self.version > 1:
			self.name = f"{self.name}-{self.version}"

	def onload(self):
		self.set_onload("may_answer", may_answer(self.branch))
		self.set_onload("may_review", may_review(self.branch))
		self.set_onload("unmailed", why_unmailed([self]).get(self.name))

	def validate(self):
		self.set_title()

	def before_update_after_submit(self):
		keep_what_steps_wrote(self, WRITTEN_BY_STEPS)

	def set_title(self):
		self.title = _("Compliance report of {0} for {1}").format(
			self.branch, parse(self.period_key).title.text(_)
		)
		if self.version and self.version > 1:
			self.title = _("{0}, version {1}").format(self.title, self.version)
		if self.below_count:
			self.title = _("{0}: {1} missed itself, {2} missed below").format(
				self.title, self.missed_count, self.below_missed_count
			)
		self.title = self.title[:_TITLE_LENGTH]


def on_doctype_update():
	frappe.db.add_unique("Compliance Report", ["branch", "period_key", "version"])
