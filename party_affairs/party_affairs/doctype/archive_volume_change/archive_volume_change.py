from frappe.model.document import Document


class ArchiveVolumeChange(Document):
	pass
