from frappe.model.document import Document


class CommitteeNoticeAddressee(Document):
	pass
