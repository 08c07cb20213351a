"""The file that was uploaded for a photo of the board, under a name that tells nothing.

People call their photos by whom they show; the name would stand in the form, in lists and in the address.
"""

import shutil
from pathlib import PurePosixPath

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType

from party_affairs.facts.files import unattached, with_address
from party_affairs.file_contents import path_of


def rename(photo: Document) -> str:
	"""Name the file of a Board Photo after the photo's number and return its address; what is another record's stays as it is.

	The bytes lie at both places until the transaction is over.
	"""
	address = photo.photo
	own = unattached([address], photo.doctype) + _attached_to(photo, address)
	if not own:
		return address
	number, ending = frappe.scrub(photo.name), PurePosixPath(address).suffix.lower()
	file_name = f"{number}_{frappe.generate_hash(length=6)}{ending}"
	renamed = f"/private/files/{file_name}"
	before, after = path_of(address), path_of(renamed)
	shutil.copyfile(before, after)
	frappe.db.after_rollback.add(lambda: after.unlink(missing_ok=True))
	frappe.db.after_commit.add(lambda: with_address(address) or before.unlink(missing_ok=True))
	file = DocType("File")
	(
		frappe.qb.update(file)
		.set(file.file_name, file_name)
		.set(file.file_url, renamed)
		.set(file.attached_to_doctype, photo.doctype)
		.set(file.attached_to_name, photo.name)
		.set(file.attached_to_field, "photo")
		.where(file.name.isin(own))
	).run()
	_forget_names(photo)
	return renamed


def _attached_to(photo: Document, address: str) -> list[str]:
	filters = {"file_url": address, "attached_to_doctype": photo.doctype, "attached_to_name": photo.name}
	return frappe.get_all("File", filters=filters, pluck="name")


def _forget_names(photo: Document) -> None:
	"""Frappe says below the document which files were added, by their names."""
	comment = DocType("Comment")
	(
		frappe.qb.from_(comment)
		.delete()
		.where((comment.reference_doctype == photo.doctype) & (comment.reference_name == photo.name))
		.where(comment.comment_type == "Attachment")
	).run()
