"""Every difference between the Frappe versions that this app runs on, and nothing else."""

import inspect

import frappe
from frappe.database import get_db


def no_objection() -> bool | None:
	"""Return what a `has_permission` hook on a DocType of Frappe's own says to leave the decision to the others.

	Frappe 16 asks every hook and takes anything but True for a refusal; Frappe 15 takes the first answer that is not None
	for the last word.
	"""
	return True if _major() >= 16 else None


def fields_may_be_objects() -> bool:
	"""Whether a column of a query may be an object such as {"COUNT": "name"}, and its filters be joined by `and` and `or`."""
	return _major() >= 16


def _major() -> int:
	return int(frappe.__version__.split(".")[0])


def fetch_linked_values(document) -> None:
	"""Set what a new document takes from the documents it links to, its branch for one, before rights are judged by it.

	Frappe 15.0-dev has done so when it asks whether the document may be created; later releases of 15 and 16 do it
	after they have asked, so that a named branch would be judged and the fetched one be stored.
	"""
	document.get_invalid_links()


def another_connection():
	"""Return a second connection to the site's database, opened like the one that is in use.

	Later releases of 15 and 16 also ask for socket and name of the database.
	"""
	asked = inspect.signature(get_db).parameters
	return get_db(**{name: getattr(frappe.db, name) for name in asked})
