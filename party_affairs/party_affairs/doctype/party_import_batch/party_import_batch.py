import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import changed_fields
from party_affairs.checks.files import require_private_file
from party_affairs.importing import batch


class PartyImportBatch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_import_batch_line.party_import_batch_line import (
			PartyImportBatchLine,
		)

		archive: DF.Attach | None
		branch: DF.Link
		finished_on: DF.Datetime | None
		keep_right: DF.Check
		lines: DF.Table[PartyImportBatchLine]
		naming_series: DF.Literal["PIB-.YYYY.-.#####"]
		progress: DF.Percent
		started_on: DF.Datetime | None
		status: DF.Literal[
			"Draft", "Queued", "Running", "Completed", "Partly Completed", "Failed", "Cancelled"
		]
		summary: DF.SmallText | None
	# end: auto-generated types

	def validate(self):
		self.keep_what_the_job_wrote()
		require_private_file(self, "archive")
		self.refuse_change_at_work()

	def keep_what_the_job_wrote(self):
		"""The outcome is written past the form, by the job alone; what a form or request says of it counts for nothing."""
		before = self.get_doc_before_save()
		self.update({field: before.get(field) if before else None for field in batch.OUTCOME})
		self.status = before.status if before else "Draft"
		self.set("lines", before.lines if before else [])

	def refuse_change_at_work(self):
		changed = changed_fields(self, ("branch", "archive", "keep_right"))
		before = self.get_doc_before_save()
		if before and changed and before.status in batch.AT_WORK and batch.watch(self.name).is_at_work():
			frappe.throw(
				_("These workbooks are being imported. Please wait for their end before you change anything.")
			)
