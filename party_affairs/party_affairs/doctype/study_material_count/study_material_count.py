from frappe.model.document import Document


class StudyMaterialCount(Document):
	pass
