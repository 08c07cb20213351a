from frappe.model.document import Document


class ContactPairingLog(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact_date: DF.Date
		handling: DF.SmallText | None
		matter: DF.SmallText | None
		method: DF.Literal["Visit", "Face to Face", "Phone Call", "Online"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
