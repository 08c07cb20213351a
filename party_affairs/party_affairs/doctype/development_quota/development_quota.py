from frappe.model.document import Document


class DevelopmentQuota(Document):
	pass
