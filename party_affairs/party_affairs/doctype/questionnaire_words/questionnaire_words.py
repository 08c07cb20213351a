from frappe.model.document import Document


class QuestionnaireWords(Document):
	pass
