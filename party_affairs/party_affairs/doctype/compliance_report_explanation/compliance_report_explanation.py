from frappe.model.document import Document


class ComplianceReportExplanation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		explanation: DF.SmallText
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rule: DF.Link
		written_by: DF.Link | None
		written_on: DF.Datetime | None
	# end: auto-generated types
	pass
