from frappe.model.document import Document


class CommitteeNoticePaper(Document):
	pass
