from frappe.model.document import Document


class ArchiveVolume(Document):
	pass
