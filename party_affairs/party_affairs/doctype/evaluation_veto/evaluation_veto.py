from frappe.model.document import Document


class EvaluationVeto(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		ground: DF.Literal["Sanction", "Unqualified", "Clause Missed", "Judged"]
		guidance: DF.SmallText | None
		highest_band: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rule: DF.Data | None
		title: DF.Data
		veto_key: DF.Data
	# end: auto-generated types
