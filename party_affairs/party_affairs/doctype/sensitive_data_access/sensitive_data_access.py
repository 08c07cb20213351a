import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.written_once import WrittenOnce


class SensitiveDataAccess(WrittenOnce, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link | None
		document_name: DF.DynamicLink | None
		document_type: DF.Link
		field_count: DF.Int
		sensitive_fields: DF.SmallText | None
		records: DF.Int
		seen_at: DF.Datetime
		source: DF.Data | None
		untold_branch: DF.Link | None
		user: DF.Link
		user_name: DF.Data | None
		way: DF.Literal["Opened", "Listed", "Printed", "Exported", "Mailed"]
	# end: auto-generated types

	def refuse_change(self):
		frappe.throw(
			_("The record of who has seen sensitive data is kept as it was written."), frappe.PermissionError
		)


def on_doctype_update():
	frappe.db.add_index("Sensitive Data Access", ["branch", "seen_at"])
