from frappe.model.document import Document


class ArchiveRecord(Document):
	pass
