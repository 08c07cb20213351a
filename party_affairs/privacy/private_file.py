"""Frappe's File, but what is private stays so wherever its address is written, and what is bound stays where it is."""

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.model import no_value_fields
from frappe.utils import cstr

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

	def validate(self) -> None:
		"""Refuse to change, before anything is moved, what lies in a bound volume of the archive."""
		if not self.is_new():
			before = self.get_doc_before_save() or frappe.get_doc("File", self.name)
			stored = [field.fieldname for field in self.meta.fields if field.fieldtype not in no_value_fields]
			changed = {name for name in stored if _plain(before.get(name)) != _plain(self.get(name))}
			if changed:
				self.refuse_if_bound()
			if changed & {"file_url", "file_name", "is_private"}:
				self.refuse_if_shared()
		super().validate()

	def save_file(self, *args, overwrite: bool = False, **kwargs):
		"""As Frappe's, but no other bytes are written where those of a bound volume lie."""
		if overwrite or not self.is_new():
			self.refuse_if_bound()
			self.refuse_if_shared()
		return super().save_file(*args, overwrite=overwrite, **kwargs)

	def refuse_if_bound(self) -> None:
		"""Raise ArchiveError if the stored file is one of a bound volume."""
		volume = volumes.bound_with_file(self.name)
		if volume:
			self.refuse(volume)

	def refuse_if_shared(self) -> None:
		"""Raise ArchiveError if a bound volume has a file at the same address: their bytes are moved and changed together."""
		volume = volumes.bound_with_address(frappe.db.get_value("File", self.name, "file_url"))
		if volume:
			self.refuse(volume)

	def refuse(self, volume: str) -> None:
		frappe.throw(
			_(
				"{0} belongs to the bound archive volume {1} and stays as it is. Ask the committee above to open the volume again."
			).format(
				frappe.bold(frappe.utils.escape_html(self.file_name or "")),
				frappe.bold(frappe.utils.escape_html(volume)),
			),
			ArchiveError,
		)

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


def _plain(value: Any) -> str:
	"""A value as text, whether it came from a form or from the database."""
	return "" if value in (None, 0, "0") else cstr(value)
