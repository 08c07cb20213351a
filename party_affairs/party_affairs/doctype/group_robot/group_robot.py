from frappe.model.document import Document


class GroupRobot(Document):
	pass
