from frappe.model.document import Document


class ArchiveVolumeScan(Document):
	pass
