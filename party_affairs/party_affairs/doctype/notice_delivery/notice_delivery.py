from frappe.model.document import Document


class NoticeDelivery(Document):
	pass
