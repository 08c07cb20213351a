from frappe.model.document import Document


class WallBoardPart(Document):
	pass
