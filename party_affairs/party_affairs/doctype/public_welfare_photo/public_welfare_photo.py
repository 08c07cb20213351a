from frappe.model.document import Document


class PublicWelfarePhoto(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		caption: DF.Data | None
		consent: DF.Literal["", "Consent Given", "Nobody Recognisable", "Consent Refused"]
		on_board: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		people_shown: DF.SmallText | None
		photo: DF.AttachImage
		taken_on: DF.Date | None
	# end: auto-generated types
