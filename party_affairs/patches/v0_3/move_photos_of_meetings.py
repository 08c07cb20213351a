"""A meeting had one photo in a field of its own; now it has a table of photos with captions."""

import frappe

_MEETING, _PHOTO = "Party Meeting", "Party Meeting Photo"


def execute() -> None:
	"""Move the photo of each meeting into its table, once."""
	move(_MEETING, _PHOTO)


def move(doctype: str, table: str) -> None:
	"""Move what stands in the field `photo` of each document into a row of its table `photos`, once."""
	# The column outlives its field; a site that never had the field has no column either.
	if not frappe.db.has_column(doctype, "photo"):
		return
	document = frappe.qb.DocType(doctype)
	moved = frappe.get_all(
		table, filters={"parenttype": doctype}, fields=["parent", "photo"], order_by="name"
	)
	known = {(row.parent, row.photo) for row in moved}
	rows = (
		frappe.qb.from_(document)
		.select(document.name, document.photo, document.docstatus)
		.where(document.photo.isnotnull() & (document.photo != ""))
		.orderby(document.name)
	).run(as_dict=True)
	for row in rows:
		if (row.name, row.photo) not in known:
			_add(doctype, table, row)


def _add(doctype: str, table: str, row) -> None:
	photo = frappe.new_doc(table)
	photo.update(
		{
			"parent": row.name,
			"parenttype": doctype,
			"parentfield": "photos",
			"idx": 1,
			"photo": row.photo,
			"docstatus": row.docstatus,
		}
	)
	photo.db_insert()
