from frappe.model.document import Document


class DemocraticAppraisalMember(Document):
	pass
