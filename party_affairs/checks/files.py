"""Files that a document names or that are attached to it: private ones, files indeed, and only those that the caller may attach."""

from collections.abc import Iterable
from pathlib import PurePosixPath

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import is_new_or_changed, label_of
from party_affairs.facts.files import unattached, with_address
from party_affairs.file_contents import (
	is_picture,
	path_of,
	refusal_of_address,
	refusal_of_file,
	refusal_of_name,
)
from party_affairs.permissions.register import REGISTER


def require_private_file(doc: Document, fieldname: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` unless the file that a field names is private and the caller's to attach.

	A file is named by its address, which anybody may write; Frappe then attaches it to the document.
	"""
	address = doc.get(fieldname)
	if not address or not is_new_or_changed(doc, fieldname):
		return
	if not address.startswith("/private/files/"):
		frappe.throw(
			_("{0} must be a private file: mark it as private and upload it again.").format(
				label_of(doc, fieldname)
			),
			exception,
		)
	if not any(frappe.has_permission("File", "read", name) for name in with_address(address)):
		frappe.throw(
			_("{0}: there is no such file of yours. Upload it again.").format(label_of(doc, fieldname)),
			exception,
		)


def require_picture(doc: Document, fieldname: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` unless the file that a field names, which is the caller's to attach, is a picture that can be shown."""
	address = doc.get(fieldname)
	if not address or not is_new_or_changed(doc, fieldname):
		return
	path = path_of(address)
	if not path.is_file() or not is_picture(path.read_bytes()):
		frappe.throw(
			_("{0}: the file is no picture that can be read. Upload it again as JPEG or PNG.").format(
				label_of(doc, fieldname)
			),
			exception,
		)


def attach_files_of_rows(doc: Document, urls: Iterable[str]) -> None:
	"""Attach to a document the files that rows of its tables name and that belong to no document yet: whoever reads it reads them.

	Frappe attaches those alone that fields of the document itself name. That they are the caller's was checked before.
	"""
	for name in unattached(urls, doc.doctype):
		values = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
		frappe.get_doc("File", name).db_set(values)


def refuse_what_is_no_file(file: Document, method: str | None = None) -> None:
	"""Document event of File: raise ValidationError for what is attached to one of the app's documents and is no file.

	Such are an address that names no file of this site, an empty file, and one that is not what its name claims.
	"""
	if file.attached_to_doctype not in REGISTER or file.is_folder:
		return
	if not is_new_or_changed(file, "file_url", "file_name", "attached_to_doctype"):
		return
	name = file.file_name or PurePosixPath(file.file_url or "").name
	sentence = (
		refusal_of_name(name)
		or refusal_of_address(file.file_url or "")
		or refusal_of_file(name, path_of(file.file_url).read_bytes())
	)
	if sentence:
		frappe.throw(sentence)
