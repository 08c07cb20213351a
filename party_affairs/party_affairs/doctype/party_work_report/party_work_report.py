from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import ReportError, rules_speak_to_user
from party_affairs.facts.texts.work_reports import other_of_period
from party_affairs.guide.texts import report_outlines
from party_affairs.language import site_language
from party_affairs.permissions.grants import leads_above
from party_affairs.rules.periods import Period
from party_affairs.rules.texts import work_reports
from party_affairs.settings import duty_report_grades

WORK, DUTY = "Work Report", "Duty Report"
HALVES = {"First Half": 1, "Second Half": 2}
_RECEIPT = ("received_on", "received_by", "grade", "above_opinion")
_VOTES = ("eligible", "present", "in_favour", "against", "abstained")
_AFTERWARDS = (
	"assembly",
	"assembly_date",
	"review_result",
	"review_opinions",
	"delivered_on",
	*_VOTES,
	*_RECEIPT,
)
"""What happens to a report once its text is settled."""


class PartyWorkReport(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_work_report_section.party_work_report_section import (
			PartyWorkReportSection,
		)

		above_opinion: DF.SmallText | None
		abstained: DF.Int
		against: DF.Int
		amended_from: DF.Link | None
		assembly: DF.Link | None
		assembly_date: DF.Date | None
		branch: DF.Link
		delivered_on: DF.Date | None
		eligible: DF.Int
		grade: DF.Data | None
		half: DF.Literal["", "First Half", "Second Half"]
		in_favour: DF.Int
		kind: DF.Literal["Work Report", "Duty Report"]
		naming_series: DF.Literal["PWR-.YYYY.-.#####"]
		period_end: DF.Date | None
		period_start: DF.Date | None
		present: DF.Int
		received_by: DF.Link | None
		received_on: DF.Date | None
		reporter: DF.Link
		reporter_name: DF.Data | None
		review_opinions: DF.SmallText | None
		review_result: DF.Literal["", "Report Approved", "Approved with Opinions", "Report Not Approved"]
		sections: DF.Table[PartyWorkReportSection]
		status: DF.Literal["Draft", "To Be Delivered", "Delivered", "Reviewed", "Cancelled"]
		title: DF.Data | None
		year: DF.Int
	# end: auto-generated types

	def validate(self):
		self.keep_deliveries_for_later()
		self.set_period()
		self.refuse_second_report()
		self.validate_reporter()
		self.bring_in_sections()
		self.set_title()
		self.set_status()

	def before_submit(self):
		self.validate_text()

	def before_update_after_submit(self):
		self.refuse_receipt_by_hand()
		self.validate_assembly()
		self.validate_review()
		self.validate_delivery()
		self.set_status()

	def before_cancel(self):
		if self.received_on:
			frappe.throw(
				_("The committee above has received this report, so it cannot be cancelled any more."),
				ReportError,
			)
		self.status = "Cancelled"

	def keep_deliveries_for_later(self):
		"""A draft was delivered to nobody, whatever came with it."""
		for fieldname in _AFTERWARDS:
			self.set(fieldname, None)

	def set_period(self):
		if not 1949 <= (self.year or 0) <= 2100:
			frappe.throw(
				_("{0} must be a year in four digits, such as 2026.").format(label_of(self, "year")),
				ReportError,
			)
		if self.kind == DUTY:
			self.half = None
		period = self.period()
		self.period_start, self.period_end = period.start, period.end

	def period(self) -> Period:
		with rules_speak_to_user(ReportError):
			return work_reports.period(frappe.scrub(self.kind), self.year, HALVES.get(self.half))

	def refuse_second_report(self):
		other = other_of_period(self.branch, self.kind, self.period_start, leaving_out=self.name or "")
		if other:
			frappe.throw(
				_("There is a report of {0} for this period already: {1}. Continue that one.").format(
					frappe.bold(self.branch), frappe.bold(other)
				),
				frappe.DuplicateEntryError,
			)

	def validate_reporter(self):
		if self.is_new() or changed_fields(self, ("reporter", "branch")):
			require_members_of([self.reporter], self.branch, ReportError, subtree=True, former=True)

	def bring_in_sections(self):
		if not self.sections:
			for row in outline(self.kind, self.period_end):
				self.append("sections", row)

	def set_title(self):
		language = site_language()
		branch = frappe.db.get_value("Party Branch", self.branch, "short_name") or self.branch
		if self.kind == DUTY:
			what = _("Duty Report of {0} for {1}", language).format(self.reporter_name, self.year)
		else:
			period = self.period().title.text(lambda text: _(text, language))
			what = _("Work Report for the {0}", language).format(period)
		self.title = _("{name} ({reason})", language).format(name=what, reason=branch)[:140]

	def set_status(self):
		self.status = self.progress()

	def progress(self) -> str:
		if not self.docstatus.is_submitted():
			return "Draft"
		if not (self.assembly_date and self.delivered_on):
			return "To Be Delivered"
		reviewed = self.review_result if self.kind == WORK else self.received_on
		return "Reviewed" if reviewed else "Delivered"

	def validate_text(self):
		"""A report without text reports nothing; empty sections are said once."""
		empty = work_reports.empty_sections((row.title, row.content) for row in self.sections)
		if len(empty) == len(self.sections):
			frappe.throw(
				_("{0}: nothing is written yet. Fill in the sections first.").format(
					label_of(self, "sections")
				),
				ReportError,
			)
		if empty:
			frappe.msgprint(
				_("These sections say nothing: {0}.").format("、".join(empty)), indicator="orange", alert=True
			)

	# Deliveries

	def validate_assembly(self):
		"""The report was given in an assembly of the branch with submitted minutes, during its period or later."""
		if not self.assembly:
			self.assembly_date = None
			return
		meeting = frappe.db.get_value(
			"Party Meeting",
			self.assembly,
			["branch", "docstatus", "kind", "also_assembly", "meeting_date", "topic"],
			as_dict=True,
		)
		is_assembly = meeting.kind == "Member Assembly" or meeting.also_assembly
		if meeting.branch != self.branch or meeting.docstatus != 1 or not is_assembly:
			frappe.throw(
				_(
					"{0}: {1} is no assembly of {2} with submitted minutes. Choose another, or submit its minutes first."
				).format(
					label_of(self, "assembly"),
					frappe.bold(self.assembly if meeting.branch != self.branch else meeting.topic),
					frappe.bold(self.branch),
				),
				ReportError,
			)
		self.assembly_date = meeting.meeting_date
		self.refuse_before_period("assembly_date")

	def refuse_before_period(self, fieldname: str):
		day = self.get(fieldname)
		if day and getdate(day) < getdate(self.period_start):
			frappe.throw(
				_("{0} lies before the period of the report. Please check the date.").format(
					label_of(self, fieldname)
				),
				ReportError,
			)

	def validate_review(self):
		if self.kind == DUTY:
			for fieldname in ("review_result", *_VOTES):
				self.set(fieldname, None)
			return
		if not (self.review_result or any(cint(self.get(name)) for name in _VOTES)):
			return
		require(self, "assembly", "review_result", "eligible", exception=ReportError)
		with rules_speak_to_user(ReportError):
			work_reports.check_review(
				frappe.scrub(self.review_result), *(cint(self.get(name)) for name in _VOTES)
			)
		if self.review_result != "Report Approved":
			require(self, "review_opinions", exception=ReportError)

	def validate_delivery(self):
		refuse_future_date(self, "delivered_on", exception=ReportError)
		self.refuse_before_period("delivered_on")
		if self.received_on:
			require(self, "delivered_on", exception=ReportError)

	def refuse_receipt_by_hand(self):
		if changed_fields(self, _RECEIPT) and not self.flags.receipt:
			frappe.throw(
				_(
					"Receipt, opinion and grade are recorded by the committee above with its button, not by hand."
				),
				ReportError,
			)

	# Receipt by the committee above

	def onload(self):
		self.set_onload("may_receive", self.may_receive())
		self.set_onload("grades", duty_report_grades())

	def may_receive(self) -> bool:
		"""Whether the caller leads an organisation above the branch: nobody receives his own report."""
		above = frappe.db.get_value("Party Branch", self.branch, "parent_party_branch")
		return bool(above) and leads_above(above)

	def receive(self, received_on: date, opinion: str | None = None, grade: str | None = None):
		"""Record that the committee above has received the report, with its opinion; the caller's right was checked."""
		if not self.docstatus.is_submitted() or not self.delivered_on:
			frappe.throw(
				_("This report was not delivered yet. Ask the branch to submit it and to enter {0}.").format(
					label_of(self, "delivered_on")
				),
				ReportError,
			)
		self.update({"received_on": received_on, "received_by": frappe.session.user})
		self.above_opinion = (opinion or "").strip() or None
		self.grade = (grade or "").strip() or None
		refuse_future_date(self, "received_on", exception=ReportError)
		if getdate(received_on) < getdate(self.delivered_on):
			frappe.throw(
				_("{0} cannot be earlier than {1}. Please check both dates.").format(
					label_of(self, "received_on"), label_of(self, "delivered_on")
				),
				ReportError,
			)
		self.validate_grade()
		self.flags.receipt = True
		self.save(ignore_permissions=True)

	def validate_grade(self):
		if not self.grade:
			return
		if self.kind == WORK:
			frappe.throw(_("Only a duty report is graded. Write an opinion instead."), ReportError)
		grades = duty_report_grades()
		if self.grade not in grades:
			frappe.throw(
				_("{0}: {1} is none of the grades in the settings ({2}).").format(
					label_of(self, "grade"), frappe.bold(self.grade), "、".join(grades)
				),
				ReportError,
			)


def outline(kind: str, period_end: date) -> list[dict[str, str]]:
	"""Return the sections of a report of a kind (its label) as rows, by the edition in force at the end of its period."""
	return [
		{"part": section.part, "title": section.title}
		for section in report_outlines.outline(frappe.scrub(kind), getdate(period_end))
	]


def on_doctype_update():
	frappe.db.add_index("Party Work Report", ["branch", "year"])
