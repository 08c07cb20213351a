from frappe.model.document import Document


class InspectionPackClause(Document):
	pass
