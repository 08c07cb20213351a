"""Files of the site: what is attached to a record, and which records of files an address has.

Readers of a record read what is attached to it; for a file found by its address the caller checks the right itself.
"""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType


def attached_to(doctype: str, name: str) -> list:
	"""Return `file_name` and `file_url` of what is attached to a record, in the order of attaching: one query."""
	file = DocType("File")
	return (
		frappe.qb.from_(file)
		.select(file.file_name, file.file_url)
		.where((file.attached_to_doctype == doctype) & (file.attached_to_name == name))
		.orderby(file.creation)
	).run(as_dict=True)


def attached_to_field(doctype: str, name: str, fieldname: str) -> list[str]:
	"""Return the names of the records of files that were attached to a field of a record: one query."""
	filters = {"attached_to_doctype": doctype, "attached_to_name": name, "attached_to_field": fieldname}
	return frappe.get_all("File", filters=filters, pluck="name")


def with_address(url: str) -> list[str]:
	"""Return the names of the records of files that have an address, the oldest first: one query."""
	file = DocType("File")
	return (frappe.qb.from_(file).select(file.name).where(file.file_url == url).orderby(file.creation)).run(
		pluck=True
	)


def unattached(urls: Iterable[str], doctype: str) -> list[str]:
	"""Return the names of the records of files that have one of these addresses and belong to no stored document.

	A form that is not saved yet uploads under a name that begins with new-. One query, none without addresses.
	"""
	wanted = sorted(set(urls))
	if not wanted:
		return []
	file = DocType("File")
	of_new = (file.attached_to_doctype == doctype) & file.attached_to_name.like("new-%")
	nobodys = file.attached_to_name.isnull() | (file.attached_to_name == "")
	return (
		frappe.qb.from_(file).select(file.name).where(file.file_url.isin(wanted) & (nobodys | of_new))
	).run(pluck=True)


def attached_or_uploaded(url: str, doctype: str, name: str, owner: str) -> str | None:
	"""Return the latest record of a file with an address that is attached to a document, else that `owner` uploaded.

	Two queries at most; None if there is no such file.
	"""
	attached = {"attached_to_doctype": doctype, "attached_to_name": name}
	for filters in (attached, {"owner": owner}):
		if found := frappe.db.get_value("File", {"file_url": url, **filters}, "name"):
			return found
	return None


def attached_with_address(doctype: str, name: str, url: str) -> list[str]:
	"""Return the names of the records of files with an address that are attached to a document: one query."""
	filters = {"file_url": url, "attached_to_doctype": doctype, "attached_to_name": name}
	return frappe.get_all("File", filters=filters, pluck="name")
