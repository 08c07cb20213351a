from frappe.model.document import Document


class QuestionnaireQuestion(Document):
	pass
