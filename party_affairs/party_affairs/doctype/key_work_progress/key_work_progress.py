from frappe.model.document import Document


class KeyWorkProgress(Document):
	pass
