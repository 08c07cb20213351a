from frappe.model.document import Document


class StudyMaterialLoan(Document):
	pass
