from frappe.model.document import Document


class OnSiteCheck(Document):
	pass
