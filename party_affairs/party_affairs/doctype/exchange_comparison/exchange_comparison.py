import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import EARLIEST_DAY, refuse_before, refuse_future_date
from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.checks.files import require_private_file
from party_affairs.permissions.restricted_fields import HidesRestrictedFields

ENDINGS = (".xlsx", ".xls", ".csv")


class ExchangeComparison(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		refuse_future_date(self, "sheet_day")
		refuse_before(self, EARLIEST_DAY, "sheet_day")
		self.validate_file()
		self.keep_changes()

	def validate_file(self):
		if not (self.file or "").lower().endswith(ENDINGS):
			frappe.throw(
				_(
					"{0} must be an .xlsx, .xls or .csv file. Export the sheet in one of these formats."
				).format(label_of(self, "file"))
			)
		require_private_file(self, "file")
		for name in changed_fields(self, ("branch", "file")) if self.changes else ():
			frappe.throw(
				_(
					"{0} stays as it is, since values were taken over. Make a new comparison for another sheet."
				).format(label_of(self, name))
			)

	def keep_changes(self):
		"""What was taken over is written by taking it over, and by no form."""
		if self.flags.takes_over:
			return
		before = self.get_doc_before_save()
		self.set("changes", before.changes if before else [])

	def on_trash(self):
		if any(not row.undone_on for row in self.changes):
			frappe.throw(
				_(
					"Values were taken over from this sheet: the comparison is kept as their evidence. Take them back first if they were wrong."
				)
			)
