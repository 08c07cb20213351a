import frappe
from frappe.model.document import Document

from party_affairs.facts.duties import touched


class ComplianceState(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		changes_on: DF.Date | None
		checked_for: DF.Date | None
		checked_on: DF.Datetime | None
		error: DF.SmallText | None
		fingerprint: DF.Data | None
		year: DF.Int
	# end: auto-generated types


def on_doctype_update():
	# Two runs at once cannot store it twice.
	frappe.db.add_unique(touched.STATE, ["branch", "year"])
