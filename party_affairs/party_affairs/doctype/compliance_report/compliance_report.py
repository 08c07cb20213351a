import frappe
from frappe import _
from frappe.model.document import Document


class ComplianceReport(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.compliance_report_line.compliance_report_line import (
			ComplianceReportLine,
		)

		amended_from: DF.Link | None
		as_of: DF.Date
		branch: DF.Link
		due_count: DF.Int
		frozen_on: DF.Datetime | None
		late_count: DF.Int
		lines: DF.Table[ComplianceReportLine]
		mailed_on: DF.Datetime | None
		met_count: DF.Int
		missed_count: DF.Int
		period_key: DF.Data
		recipients: DF.SmallText | None
		title: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.set_title()

	def set_title(self):
		self.title = _("Compliance report of {0} for {1}").format(self.branch, self.period_key)


def on_doctype_update():
	frappe.db.add_unique("Compliance Report", ["branch", "period_key"])
