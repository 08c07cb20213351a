from frappe.model.document import Document


class ReminderPreference(Document):
	pass
