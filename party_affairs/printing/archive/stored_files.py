"""Large files that a job makes: written beside their place and moved there whole, whatever size uploads may have."""

import os
from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe.utils import now_datetime

from party_affairs.checks.manifest import sum_of
from party_affairs.facts.files import with_address

_FOLDER = "Home/Attachments"
_NAME_LENGTH = 10
_SUM_IN_NAME = 8
_HALF = ".part"


@dataclass(frozen=True)
class Stored:
	"""A stored file: its address and its SHA-256."""

	address: str
	digest: str


def store(doctype: str, name: str, fieldname: str, base: str, content: bytes) -> Stored:
	"""Store a file for a field of a document, in the transaction at hand. Raise OSError where there is no room.

	Frappe would hold it to the size of uploads. `base` is its name, to which the sum is added; it begins with the document's name, so that :func:`sweep` finds it.
	"""
	digest = sum_of(content)
	stem, dot, ending = base.rpartition(".")
	file_name = f"{stem}-{digest[:_SUM_IN_NAME]}{dot}{ending}"
	path = _folder() / file_name
	beside = path.with_name(f"{file_name}{_HALF}")
	try:
		beside.write_bytes(content)
		os.replace(beside, path)
	except OSError:
		beside.unlink(missing_ok=True)
		raise
	address = f"/private/files/{file_name}"
	if not with_address(address):
		now, user = now_datetime(), frappe.session.user
		file = frappe.get_doc(
			{
				"doctype": "File",
				**{"file_name": file_name, "file_url": address, "is_private": 1, "folder": _FOLDER},
				**{"file_size": len(content), "content_hash": frappe.generate_hash(length=32)},
				**{"attached_to_doctype": doctype, "attached_to_name": name, "attached_to_field": fieldname},
				**{"owner": user, "modified_by": user, "creation": now, "modified": now},
			}
		)
		file.name = frappe.generate_hash(length=_NAME_LENGTH)
		file.db_insert()
	return Stored(address, digest)


def sweep(name: str) -> None:
	"""Remove the files of a document that a killed job has written and no record names."""
	for path in _folder().glob(f"{name}-*"):
		if path.suffix == _HALF or not with_address(f"/private/files/{path.name}"):
			path.unlink(missing_ok=True)


def _folder() -> Path:
	return Path(frappe.get_site_path("private", "files"))
