from frappe.model.document import Document


class OnSiteCheckItem(Document):
	pass
