from frappe.model.document import Document


class DuesIncomeItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		kind: DF.Literal[
			"Basic Pay",
			"Post Pay",
			"Grade Pay",
			"Performance Pay or Commission",
			"Regular Bonus",
			"Partner's Share of Profit",
			"Pension",
			"Other Regular Income",
			"Pension Insurance",
			"Medical Insurance",
			"Unemployment Insurance",
			"Housing Fund",
			"Annuity",
			"Income Tax",
			"Other Lawful Deduction",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
