from frappe.model.document import Document


class ComplianceReportClause(Document):
	pass
