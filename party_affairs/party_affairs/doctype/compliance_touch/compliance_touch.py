import frappe
from frappe.model.document import Document

from party_affairs.facts.duties import touched


class ComplianceTouch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		kind: DF.Data | None
		on_day: DF.Date | None
		year: DF.Int
	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index(touched.TOUCH, ["branch", "year"])
	# Those of days to come lie there for up to a year, and each save asks for what waits.
	frappe.db.add_index(touched.TOUCH, ["year", "on_day"])
