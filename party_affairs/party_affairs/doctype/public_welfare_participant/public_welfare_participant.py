import frappe
from frappe.model.document import Document


class PublicWelfareParticipant(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		hours: DF.Float
		lawyer_name: DF.Data | None
		member: DF.Link | None
		member_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Public Welfare Participant", ["member"])
