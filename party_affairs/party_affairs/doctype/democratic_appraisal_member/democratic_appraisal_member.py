import frappe
from frappe.model.document import Document


class DemocraticAppraisalMember(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		grade: DF.Literal["", "Excellent", "Qualified", "Basically Qualified", "Unqualified"]
		is_graded: DF.Check
		member: DF.Link
		member_name: DF.Data | None
		opinion: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		self_grade: DF.Literal["", "Excellent", "Qualified", "Basically Qualified", "Unqualified"]
		stage: DF.Literal["Full Member", "Probationary Member"]
		suggested: DF.Literal["", "Excellent", "Qualified", "Basically Qualified", "Unqualified"]
	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Democratic Appraisal Member", ["member"])
