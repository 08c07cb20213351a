from frappe.model.document import Document


class SelfCheckEvent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_state: DF.Literal[
			"",
			"Not Ticked",
			"Ticked",
			"Returned",
			"Confirmed",
			"Being Filled In",
			"Handed Up",
			"In Publicity",
			"Approved",
			"Not Approved",
			"Withdrawn",
		]
		happened_on: DF.Datetime | None
		line_key: DF.Data | None
		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		subject: DF.Data | None
		to_state: DF.Literal[
			"",
			"Not Ticked",
			"Ticked",
			"Returned",
			"Confirmed",
			"Being Filled In",
			"Handed Up",
			"In Publicity",
			"Approved",
			"Not Approved",
			"Withdrawn",
		]
		user: DF.Link | None
	# end: auto-generated types

	pass
