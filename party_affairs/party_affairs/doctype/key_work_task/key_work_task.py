from frappe.model.document import Document


class KeyWorkTask(Document):
	pass
