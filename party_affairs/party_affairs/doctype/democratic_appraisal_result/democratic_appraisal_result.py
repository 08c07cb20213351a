from frappe.model.document import Document


class DemocraticAppraisalResult(Document):
	pass
