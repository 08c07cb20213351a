from frappe.model.document import Document


class LifeReviewCriticismLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		criticism: DF.Text | None
		deadline: DF.Date | None
		measures: DF.SmallText | None
		member: DF.Link
		member_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		problems: DF.SmallText | None
		self_criticism: DF.Text | None
	# end: auto-generated types
