from frappe.model.document import Document


class ExchangeFormatColumn(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	pass
