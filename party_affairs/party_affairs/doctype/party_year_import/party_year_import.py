import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import changed_fields, is_new_or_changed, label_of
from party_affairs.facts.files import with_address
from party_affairs.facts.imports import can_be_undone
from party_affairs.importing import job
from party_affairs.permissions.restricted_fields import HidesRestrictedFields

_WHAT_IS_IMPORTED = ("branch", "year", "workbook")


class PartyYearImport(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_year_import_error.party_year_import_error import (
			PartyYearImportError,
		)

		branch: DF.Link
		errors: DF.Table[PartyYearImportError]
		finished_on: DF.Datetime | None
		hidden_rows: DF.Literal["Ask", "Read", "Leave Out"]
		marked_copy: DF.Attach | None
		naming_series: DF.Literal["PYI-.YYYY.-.#####"]
		personal_texts: DF.Check
		preview: DF.LongText | None
		progress: DF.Percent
		started_on: DF.Datetime | None
		status: DF.Literal[
			"Draft",
			"Queued",
			"Running",
			"Previewed",
			"Completed",
			"Partly Completed",
			"Failed",
			"Cancelled",
			"Undone",
		]
		summary: DF.SmallText | None
		task: DF.Literal["", "Import", "Import What Is Right", "Preview", "Undo"]
		workbook: DF.Attach
		year: DF.Int
	# end: auto-generated types

	def onload(self):
		self.set_onload("can_be_undone", can_be_undone(self.name))

	def validate(self):
		self.keep_what_the_job_wrote()
		self.year = check_year(self.year)
		self.validate_branch()
		self.validate_workbook()
		self.check_right_to_workbook()
		self.note_personal_texts()
		self.forget_earlier_outcome()

	def keep_what_the_job_wrote(self):
		"""The outcome is written past the form, by the job alone; what a form or request says of it counts for nothing."""
		before = self.get_doc_before_save()
		self.update({field: before.get(field) if before else None for field in job.OUTCOME})
		self.status = before.status if before else "Draft"
		self.set("errors", before.errors if before else [])

	def validate_branch(self):
		if frappe.db.get_value("Party Branch", self.branch, "is_group"):
			frappe.throw(
				_("{0} is a committee. Choose the branch whose workbook it is.").format(
					frappe.bold(self.branch)
				)
			)

	def validate_workbook(self):
		if not (self.workbook or "").lower().endswith(job.FORMATS):
			frappe.throw(
				_(
					"{0} must be an Excel workbook (.xlsx or .xls) or a table as text (.csv). Save it in Excel in one of these formats and upload it again."
				).format(label_of(self, "workbook"))
			)

	def check_right_to_workbook(self):
		"""A file is named by its address, which anybody may write here; Frappe then attaches it to this document."""
		if not is_new_or_changed(self, "workbook"):
			return
		if not self.workbook.startswith("/private/files/"):
			frappe.throw(
				_("{0} must be a private file: mark it as private and upload it again.").format(
					label_of(self, "workbook")
				)
			)
		files = with_address(self.workbook)
		if files and not any(frappe.has_permission("File", "read", name) for name in files):
			frappe.throw(_("The workbook is not attached to this import. Upload it again."))

	def note_personal_texts(self):
		"""A workbook whose tabs are those of personal texts is read within the branch from the first moment."""
		before = self.get_doc_before_save()
		self.personal_texts = before.personal_texts if before else 0
		if is_new_or_changed(self, "workbook"):
			self.personal_texts = int(job.has_personal_tabs(self))

	def forget_earlier_outcome(self):
		"""Another file is another import: its outcome is not known yet. While it is at work nothing may be changed."""
		before = self.get_doc_before_save()
		if not changed_fields(self, _WHAT_IS_IMPORTED):
			return
		if before.status in job.AT_WORK and job.watch(self.name).is_at_work():
			frappe.throw(
				_("This workbook is being imported. Please wait for its end before you change anything.")
			)
		self.update({"status": "Draft", **dict.fromkeys(job.OUTCOME), "progress": 0})
		self.set("errors", [])
