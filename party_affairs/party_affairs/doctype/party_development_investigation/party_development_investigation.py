from frappe.model.document import Document


class PartyDevelopmentInvestigation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		investigated_on: DF.Date
		investigator: DF.Link | None
		kind: DF.Literal["Activist Investigation", "Probation Investigation"]
		opinion: DF.SmallText
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
