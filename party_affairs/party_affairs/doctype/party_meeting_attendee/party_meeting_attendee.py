import frappe
from frappe.model.document import Document


class PartyMeetingAttendee(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attendance: DF.Literal["Present", "Leave", "Absent", "Made Up"]
		has_vote: DF.Check
		made_up_how: DF.Data | None
		made_up_on: DF.Date | None
		member: DF.Link
		member_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.Data | None
	# end: auto-generated types


def on_doctype_update():
	# What somebody took part in is read by his name: hours, and meetings that he missed.
	frappe.db.add_index("Party Meeting Attendee", ["member", "attendance"])
