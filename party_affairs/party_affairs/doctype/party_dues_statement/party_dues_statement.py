import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of
from party_affairs.checks.files import require_private_file
from party_affairs.exceptions import DuesError
from party_affairs.importing.statement import ENDINGS


class PartyDuesStatement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_dues_statement_line.party_dues_statement_line import (
			PartyDuesStatementLine,
		)

		branch: DF.Link
		collected_amount: DF.Currency
		collected_count: DF.Int
		doubtful_count: DF.Int
		file: DF.Attach
		ignored_count: DF.Int
		known_count: DF.Int
		left_out_count: DF.Int
		line_count: DF.Int
		lines: DF.Table[PartyDuesStatementLine]
		matched_count: DF.Int
		naming_series: DF.Literal["PDS-.YYYY.-.#####"]
		period_from: DF.Date | None
		period_to: DF.Date | None
		read_file: DF.Data | None
		source: DF.Literal["Bank", "WeChat", "Alipay", "Other"]
		status: DF.Literal["Draft", "To Decide", "To Collect", "Completed"]
		total_amount: DF.Currency
	# end: auto-generated types

	def validate(self):
		self.validate_branch()
		self.validate_file()
		self.keep_lines_as_they_are()

	def validate_branch(self):
		if frappe.db.get_value("Party Branch", self.branch, "is_group"):
			frappe.throw(
				_("{0} is a committee. Choose the branch that receives the dues.").format(
					frappe.bold(self.branch)
				),
				DuesError,
			)

	def validate_file(self):
		if not (self.file or "").lower().endswith(ENDINGS):
			frappe.throw(
				_(
					"{0} must be an .xlsx, .xls or .csv file. Export the statement in one of these formats."
				).format(label_of(self, "file")),
				DuesError,
			)
		require_private_file(self, "file", DuesError)

	def keep_lines_as_they_are(self):
		"""Lines come from the file and change by reading, deciding and collecting, not by saving the form."""
		before = self.get_doc_before_save()
		self.set("lines", before.lines if before else [])
		if before:
			for fieldname in _SET_BY_READING:
				self.set(fieldname, before.get(fieldname))

	def on_trash(self):
		if any(line.state == "Collected" for line in self.lines):
			frappe.throw(
				_("Dues were collected from this statement. It is kept as their evidence."), DuesError
			)


_SET_BY_READING = (
	*("status", "read_file", "period_from", "period_to", "line_count", "matched_count", "doubtful_count"),
	*(
		"ignored_count",
		"collected_count",
		"known_count",
		"left_out_count",
		"total_amount",
		"collected_amount",
	),
)
