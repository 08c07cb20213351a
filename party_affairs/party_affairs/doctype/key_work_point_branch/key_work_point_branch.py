from frappe.model.document import Document


class KeyWorkPointBranch(Document):
	pass
