"""A meeting had one photo in a field of its own; now it has a table of photos with captions."""

import frappe

_MEETING, _PHOTO = "Party Meeting", "Party Meeting Photo"


def execute() -> None:
	"""Move the photo of each meeting into its table, once."""
	# The column outlives its field; a site that never had the field has no column either.
	if not frappe.db.has_column(_MEETING, "photo"):
		return
	meeting = frappe.qb.DocType(_MEETING)
	moved = frappe.get_all(
		_PHOTO, filters={"parenttype": _MEETING}, fields=["parent", "photo"], order_by="name"
	)
	known = {(row.parent, row.photo) for row in moved}
	rows = (
		frappe.qb.from_(meeting)
		.select(meeting.name, meeting.photo, meeting.docstatus, meeting.owner, meeting.modified)
		.where(meeting.photo.isnotnull() & (meeting.photo != ""))
		.orderby(meeting.name)
	).run(as_dict=True)
	for row in rows:
		if (row.name, row.photo) not in known:
			_add(row)


def _add(row) -> None:
	photo = frappe.new_doc(_PHOTO)
	photo.update(
		{
			"parent": row.name,
			"parenttype": _MEETING,
			"parentfield": "photos",
			"idx": 1,
			"photo": row.photo,
			"docstatus": row.docstatus,
		}
	)
	photo.db_insert()
