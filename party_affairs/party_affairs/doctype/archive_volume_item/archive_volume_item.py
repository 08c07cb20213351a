from frappe.model.document import Document


class ArchiveVolumeItem(Document):
	pass
