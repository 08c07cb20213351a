"""Frappe's File, but what is private stays so wherever its address is written."""

from frappe.core.doctype.file.file import File


class PrivateFile(File):
	"""A File whose address is a private one is private itself."""

	def before_insert(self) -> None:
		"""Keep a private file out of the public folder.

		Frappe makes a File for each address in a field to attach. Some versions take it for public and copy the bytes.
		"""
		if (self.file_url or "").startswith("/private/"):
			self.is_private = 1
		super().before_insert()
