from frappe.model.document import Document


class DemocraticAppraisalCount(Document):
	pass
