"""A photo or PDF with which a member proves what he sends from his pages, and whom of his branch it is for."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.members.register import logins_of
from party_affairs.facts.organisation import addressees
from party_affairs.field_values import shown
from party_affairs.file_contents import is_picture_or_pdf, refusal_of_file, refusal_of_name

LARGEST = 8 * 1024 * 1024


def check(file_name: str, content: bytes) -> None:
	"""Raise ValidationError unless a file is a photo or a PDF, not empty, and not too large; none (without a name) is no fault."""
	if not (file_name or content):
		return
	if sentence := refusal_of_name(file_name):
		frappe.throw(sentence)
	if not is_picture_or_pdf(file_name):
		frappe.throw(
			_("{0} is neither a photo nor a PDF. Take a photo of the proof, or send it as PDF.").format(
				shown(file_name)
			)
		)
	if len(content) > LARGEST:
		frappe.throw(_("The file is larger than {0} MB. Send a smaller photo of it.").format(LARGEST >> 20))
	if sentence := refusal_of_file(file_name, content):
		frappe.throw(sentence)


def attach(document: Document, fieldname: str, file_name: str, content: bytes) -> None:
	"""Attach a private file to a field of a stored document."""
	proof = {
		"doctype": "File",
		"file_name": file_name,
		"content": content,
		"is_private": 1,
		"attached_to_doctype": document.doctype,
		"attached_to_name": document.name,
		"attached_to_field": fieldname,
	}
	document.db_set(fieldname, frappe.get_doc(proof).insert(ignore_permissions=True).file_url)


def in_charge(branch: str, posts: Sequence[str], leaving_out: str | None = None) -> list[str]:
	"""Return the logins of those who hold one of `posts` in a branch today, the member `leaving_out` apart: four queries at most."""
	held = addressees.of_posts([branch], posts).get(branch, {})
	found = {one.user for people in held.values() for one in people}
	return sorted(found - set(logins_of([leaving_out]) if leaving_out else ()))
