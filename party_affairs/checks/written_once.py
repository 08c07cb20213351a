"""Records that say what happened: a line is written once, by the app alone."""

import frappe


class WrittenOnce:
	"""Mixin for documents that nobody changes and only the Administrator deletes; `refuse_change` says why, and throws."""

	def validate(self):
		if not self.is_new():
			self.refuse_change()

	def on_trash(self):
		if frappe.session.user != "Administrator":
			self.refuse_change()

	def before_rename(self, old: str, new: str, merge: bool = False):
		self.refuse_change()

	def refuse_change(self):
		raise NotImplementedError
