from frappe.model.document import Document


class CommitteeNotice(Document):
	pass
