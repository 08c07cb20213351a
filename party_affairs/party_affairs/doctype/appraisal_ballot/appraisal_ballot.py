from frappe.model.document import Document

exclude_from_linked_with = True


class AppraisalBallot(Document):
	"""A sealed mark in the urn: written by `ballots.urn` alone, read by nobody."""
