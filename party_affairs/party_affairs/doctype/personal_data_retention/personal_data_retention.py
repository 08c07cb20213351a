from frappe.model.document import Document


class PersonalDataRetention(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		retention_group: DF.Literal[
			"Members Who Left",
			"Contacts No Longer Paired",
			"Talks and Personal Texts",
			"Matters of Members",
			"Answers to Meetings",
			"Discipline Cases",
			"Incomes",
			"Letters of Introduction",
			"Account Statements",
			"Imported Workbooks",
			"Records of Access",
		]
	# end: auto-generated types

	pass
