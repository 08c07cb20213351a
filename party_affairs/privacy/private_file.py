"""Frappe's File, but what is private stays so wherever its address is written, and what is bound stays where it is."""

import frappe
from frappe import _
from frappe.core.doctype.file.file import File

from party_affairs.exceptions import ArchiveError
from party_affairs.facts.archive import volumes


class PrivateFile(File):
	"""A File whose address is a private one is private itself."""

	def before_insert(self) -> None:
		"""Keep a private file out of the public folder.

		Frappe makes a File for each address in a field to attach. Some versions take it for public and copy the bytes.
		"""
		if (self.file_url or "").startswith("/private/"):
			self.is_private = 1
		super().before_insert()

	def on_trash(self) -> None:
		"""Refuse the deletion of what lies in a bound volume of the archive, before the bytes are gone."""
		if self.attached_to_doctype == volumes.VOLUME and volumes.is_bound(self.attached_to_name):
			frappe.throw(
				_(
					"{0} belongs to the bound archive volume {1} and is not deleted. Ask the committee above to open the volume again."
				).format(
					frappe.bold(frappe.utils.escape_html(self.file_name or "")),
					frappe.bold(self.attached_to_name),
				),
				ArchiveError,
			)
		super().on_trash()
