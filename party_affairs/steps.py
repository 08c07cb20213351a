"""What a step in the life of a document is: who may take it, what it needs, and what it changes."""

from dataclasses import dataclass
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document


@dataclass
class Step:
	"""A step in the life of a document; what is given with it, such as a day, stands in further fields.

	`right` is the right to the document that the step needs. `check` raises the sentence that says what is
	missing and stores nothing. `change` is what the step does; it relies on `check`.

	Submission and cancellation are steps that Frappe takes: it asks for the right, and the controller calls `check` before
	the document is written and `change` after. All others are taken whole.
	"""

	document: Document

	doctype: ClassVar[str]
	right: ClassVar[str] = "write"

	@classmethod
	def of(cls, name: str, **given: Any) -> "Step":
		"""Return this step for the document `name`, locked until the end of the request.

		Raise PermissionError if the caller has not the right to it.
		"""
		step = cls(frappe.get_doc(cls.doctype, name, for_update=True), **given)
		step.ask_right()
		return step

	def ask_right(self) -> None:
		"""Raise PermissionError if the caller has not the right to this step."""
		self.document.check_permission(self.right)

	def check(self) -> None:
		"""Raise the sentence that says what the step needs, if anything is missing."""

	def change(self) -> Any:
		"""Do what the step does, and return what its caller needs to know."""
		raise NotImplementedError

	def take(self) -> Any:
		"""Check and change. Asks for no right: `of` has, or the caller is a program."""
		self.check()
		return self.change()


class StatusStep(Step):
	"""A step from one of the statuses `since` to the status `to` (None: it stays).

	`writes` names the fields that only this step writes; what a form or a caller of the API sends in them is dropped.
	`exception` is raised where the step is out of order.
	"""

	since: ClassVar[tuple[str, ...]]
	to: ClassVar[str | None] = None
	writes: ClassVar[tuple[str, ...]] = ()
	exception: ClassVar[type[Exception]] = frappe.ValidationError
	asks_right_to_save: ClassVar[bool] = True
	"""Not where somebody may take the step who may not write the document: by its steps alone he changes it."""

	@staticmethod
	def out_of_order() -> str:
		"""Return the sentence for a document of another status, with places for the statuses wanted and the one found."""
		raise NotImplementedError

	def check(self) -> None:
		if self.document.status not in self.since:
			frappe.throw(
				self.out_of_order().format(
					" / ".join(_(status) for status in self.since), _(self.document.status)
				),
				self.exception,
			)

	def save(self, remark: str | None = None) -> None:
		"""Save what the step wrote, and note who took it and when."""
		document = self.document
		document.status = self.to or document.status
		document.flags.step = True
		if not self.asks_right_to_save:
			document.flags.ignore_permissions = True
		try:
			document.save()
		finally:
			document.flags.step = False
		if remark:
			document.add_comment("Info", remark)
