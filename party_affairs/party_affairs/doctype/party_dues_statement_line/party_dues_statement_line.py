import frappe
from frappe.model.document import Document


class PartyDuesStatementLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		attempt: DF.Int
		branch: DF.Link | None
		decided_by: DF.Link | None
		line_key: DF.Data | None
		member: DF.Link | None
		member_name: DF.Data | None
		months: DF.SmallText | None
		note: DF.SmallText | None
		paid_at: DF.Data | None
		paid_on: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		payer: DF.Data | None
		reason: DF.SmallText | None
		receipt: DF.Link | None
		refund: DF.Check
		row: DF.Int
		state: DF.Literal["Matched", "Doubtful", "Ignored", "Collected"]
		told_apart: DF.SmallText | None
		transaction_no: DF.Data | None
		twins: DF.SmallText | None
		voluntary: DF.Currency
	# end: auto-generated types


def on_doctype_update():
	"""A line of a branch's account is brought in once, whatever files it stands in."""
	frappe.db.add_unique("Party Dues Statement Line", ["branch", "line_key"])
