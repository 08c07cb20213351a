from frappe.model.document import Document


class BoardPhotoPerson(Document):
	pass
