from frappe.model.document import Document

exclude_from_linked_with = True


class AppraisalVoter(Document):
	"""A row of the roll: written by `ballots.roll` alone, read by nobody."""
