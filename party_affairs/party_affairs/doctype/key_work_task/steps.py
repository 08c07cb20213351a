"""What becomes of a task in one organisation: it reports progress by saving, and closes it with evidence; those above may open it again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.permissions.grants import leads_above
from party_affairs.rules.duties.tasks import CLOSED, TO_BE_DONE, UNDER_WAY
from party_affairs.steps import StatusStep


class TaskStep(StatusStep):
	doctype = "Key Work Task"
	asks_right_to_save = False

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a task with status {0}, and this one has {1}.")


@dataclass
class Close(TaskStep):
	"""The work is done: what came of it, and when."""

	result: str
	day: Any = None

	since, to = (TO_BE_DONE, UNDER_WAY), CLOSED

	def check(self) -> None:
		"""It needs a result in words, a line of progress with evidence, and a day that is not to come."""
		super().check()
		if not (self.result or "").strip():
			frappe.throw(_("Say what came of the work."))
		if not any(row.evidence for row in self.document.progress):
			frappe.throw(
				_(
					"A task is closed with evidence: add a line of progress with a file, such as a photo or the minutes, and save."
				)
			)
		if self.closed_on > getdate(nowdate()):
			frappe.throw(_("The day on which it was done cannot lie ahead."))

	@property
	def closed_on(self) -> date:
		return getdate(self.day or nowdate())

	def change(self) -> None:
		self.document.update({"status": CLOSED, "closed_on": self.closed_on, "result": self.result.strip()})
		self.save()


@dataclass
class OpenAgain(TaskStep):
	"""Those who set the point are not content, and say why."""

	reason: str

	right = "read"
	since = (CLOSED,)

	@staticmethod
	def is_for_caller(task: Document) -> bool:
		"""Whether the caller leads the organisation that set the task."""
		return leads_above(task.committee)

	def ask_right(self) -> None:
		super().ask_right()
		if not self.is_for_caller(self.document):
			frappe.throw(
				_("A task is opened again by those who lead {0}.").format(
					frappe.bold(self.document.committee)
				),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""A word on what is still to be done is wanted."""
		super().check()
		if not (self.reason or "").strip():
			frappe.throw(_("Say what is still to be done."))

	def change(self) -> None:
		self.document.update({"status": UNDER_WAY, "closed_on": None})
		self.save(_("Opened again: {0}").format(frappe.utils.escape_html(self.reason.strip())))
