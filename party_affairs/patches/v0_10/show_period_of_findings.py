"""The list of findings has a column for the period, where nobody has set up its columns differently."""

import json

import frappe

from party_affairs.setup import list_views

_DOCTYPE = "Compliance Finding"
_BEFORE = ["status_field", "rule", "due_date", "branch"]


def execute() -> None:
	"""Let the columns be stored anew, if they are those of earlier versions."""
	stored = frappe.db.get_value("List View Settings", _DOCTYPE, "fields")
	if stored and [field["fieldname"] for field in json.loads(stored)] == _BEFORE:
		frappe.delete_doc("List View Settings", _DOCTYPE, ignore_permissions=True)
		list_views.create_missing()
