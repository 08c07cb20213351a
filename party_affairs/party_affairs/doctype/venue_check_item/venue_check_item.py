from frappe.model.document import Document


class VenueCheckItem(Document):
	pass
