from frappe.model.document import Document


class QuestionnaireQuestion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered: DF.Int
		kind: DF.Literal["Satisfaction", "Single Choice", "Multiple Choice", "Own Words"]
		mean: DF.Float
		most_choices: DF.Int
		options: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText
		required: DF.Check
	# end: auto-generated types
