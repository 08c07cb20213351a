from frappe.model.document import Document


class DuesTier(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		category: DF.Literal["Employed", "Retired", "Student", "Unemployed", "Relief", "Farmer", "Fixed Sum"]
		fixed_amount: DF.Currency
		fixed_maximum: DF.Currency
		over: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rate: DF.Float
		up_to: DF.Currency
	# end: auto-generated types
