import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.written_once import WrittenOnce


class PersonalDataErasure(WrittenOnce, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link | None
		columns_emptied: DF.SmallText | None
		document_type: DF.Link
		documents: DF.LongText | None
		erased_on: DF.Date
		occasion: DF.Literal["Retention Period", "Request of the Person"]
		records: DF.Int
		retention_group: DF.Data | None
		untold_branch: DF.Link | None
	# end: auto-generated types

	def refuse_change(self):
		frappe.throw(
			_("The record of what was anonymised is kept as it was written."), frappe.PermissionError
		)
