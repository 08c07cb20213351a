from frappe.model.document import Document


class NoticeReader(Document):
	pass
