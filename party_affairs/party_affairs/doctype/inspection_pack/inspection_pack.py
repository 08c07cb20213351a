from frappe.model.document import Document


class InspectionPack(Document):
	pass
