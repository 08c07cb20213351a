"""What happens to the records that name a meeting when its minutes are corrected."""

import frappe
from frappe.model.document import Document

_MEETING = "Party Meeting"
_CANCELLED = 2


def take_over_links(successor: Document) -> None:
	"""Let what named the corrected record name the one that takes its place: plans, steps of cases, events and the like.

	Corrected minutes go on proving what the old ones proved, as long as they are those of the same organisation. Other
	corrections in between, and cancelled documents, keep the links they have.
	"""
	corrected = successor.amended_from
	if not corrected or frappe.db.get_value(_MEETING, corrected, "branch") != successor.branch:
		return
	for doctype, fieldname in _links_to_meetings():
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[fieldname], successor.name).where(
			(table[fieldname] == corrected) & (table.docstatus != _CANCELLED)
		).run()


def _links_to_meetings() -> list[tuple[str, str]]:
	"""The fields of DocTypes that link to a meeting, other than that of a meeting to the one it corrects."""
	rows = frappe.get_all(
		"DocField",
		filters={"fieldtype": "Link", "options": _MEETING, "parent": ["!=", _MEETING]},
		fields=["parent", "fieldname"],
		order_by="parent, fieldname",
	)
	return [(row.parent, row.fieldname) for row in rows if not frappe.get_meta(row.parent).issingle]
