from frappe.model.document import Document


class QuestionnaireResult(Document):
	pass
