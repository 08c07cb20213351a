"""The file that was uploaded for a photo of the board, under a name that tells nothing.

People call their photos by whom they show; the name would stand in the form, in lists and in the address.
"""

import shutil
from pathlib import PurePosixPath

import frappe
from frappe.model.document import Document

from party_affairs.facts import files
from party_affairs.file_contents import path_of


def rename(photo: Document) -> str:
	"""Name the file of a Board Photo after the photo's number and return its address; what is another record's stays as it is.

	The bytes lie at both places until the transaction is over.
	"""
	address = photo.photo
	own = files.unattached([address], photo.doctype)
	own += files.attached_with_address(photo.doctype, photo.name, address)
	if not own:
		return address
	number, ending = frappe.scrub(photo.name), PurePosixPath(address).suffix.lower()
	file_name = f"{number}_{frappe.generate_hash(length=6)}{ending}"
	renamed = f"/private/files/{file_name}"
	before, after = path_of(address), path_of(renamed)
	shutil.copyfile(before, after)
	frappe.db.after_rollback.add(lambda: after.unlink(missing_ok=True))
	frappe.db.after_commit.add(lambda: files.with_address(address) or before.unlink(missing_ok=True))
	attached = {
		"attached_to_doctype": photo.doctype,
		"attached_to_name": photo.name,
		"attached_to_field": "photo",
	}
	for name in own:
		frappe.db.set_value("File", name, {"file_name": file_name, "file_url": renamed, **attached})
	# Frappe says below the document which files were added, by their names.
	of_files = {
		"reference_doctype": photo.doctype,
		"reference_name": photo.name,
		"comment_type": "Attachment",
	}
	frappe.db.delete("Comment", of_files)
	return renamed
