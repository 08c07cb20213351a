from frappe.model.document import Document


class KeyWorkPoint(Document):
	pass
