from frappe.model.document import Document


class ComplianceReportExplanation(Document):
	pass
