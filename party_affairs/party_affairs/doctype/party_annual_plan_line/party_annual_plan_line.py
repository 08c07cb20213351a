from frappe.model.document import Document


class PartyAnnualPlanLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kind: DF.Literal["Theme Day", "Party Lecture", "Member Assembly", "Other"]
		lecturer: DF.Data | None
		meeting: DF.Link | None
		month: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		topic: DF.Data
	# end: auto-generated types
