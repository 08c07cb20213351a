"""Records that the app creates on each site, and those of a period: what may be done with them."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document


def refuse_deleting_supplied(doc: Document, names: Collection[str]) -> None:
	"""Raise ValidationError if a record is one of those that each migration creates where they are missing."""
	if doc.name in names:
		frappe.throw(
			_(
				"{0} came with the app and would come back with its next version. Take it out of use instead of deleting it."
			).format(frappe.bold(frappe.utils.escape_html(doc.name)))
		)
