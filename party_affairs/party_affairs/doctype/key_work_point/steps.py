"""The life of a point of the year's work: set, handed down as a task of each organisation, taken back."""

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs import rows
from party_affairs.checks.fields import label_of, require
from party_affairs.compliance.key_work import TASK, tell_of_new
from party_affairs.facts.organisation.branches import in_being
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.rules.duties.tasks import CLOSED, TAKEN_BACK, TO_BE_DONE
from party_affairs.steps import StatusStep

PREPARED, HANDED_DOWN = "Being Prepared", "Handed Down"


class PointStep(StatusStep):
	doctype = "Key Work Point"

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a point with status {0}, and this one has {1}.")


class HandDown(PointStep):
	"""Every organisation that is named, or all below, gets the task; its secretary is told."""

	since, to = (PREPARED,), HANDED_DOWN
	writes = ("handed_down_on",)

	def check(self) -> None:
		"""It needs organisations below that exist, and a last day that lies ahead."""
		super().check()
		require(self.document, "title", "details", "deadline")
		if getdate(self.document.deadline) < getdate(nowdate()):
			frappe.throw(
				_("{0} is over already. Enter a later day.").format(label_of(self.document, "deadline"))
			)
		if not self.receivers():
			frappe.throw(
				_("{0} has no active organisation below it that could do the work.").format(
					frappe.bold(self.document.branch)
				)
			)

	def receivers(self) -> list[str]:
		document = self.document
		named = [row.branch for row in document.branches]
		return in_being(
			named or [name for name in branch_and_below(document.branch) if name != document.branch]
		)

	def change(self) -> None:
		document, now, user = self.document, now_datetime(), frappe.session.user
		document.handed_down_on = now
		self.save()
		same = {
			**{"key_work_point": document.name, "title": document.title, "details": document.details},
			**{"committee": document.branch, "year": document.year, "deadline": document.deadline},
			**{"status": TO_BE_DONE, "creation": now, "modified": now, "docstatus": 0, "idx": 0},
			**{"owner": user, "modified_by": user},
		}
		receivers = self.receivers()
		rows.insert(
			TASK,
			["name", "branch", *same],
			[[rows.new_name(), branch, *same.values()] for branch in receivers],
		)
		tell_of_new(document.name)


class TakeBack(PointStep):
	"""A point that was wrong is asked of nobody any more; what was closed stays closed."""

	since, to = (HANDED_DOWN,), TAKEN_BACK

	def change(self) -> None:
		self.save(_("The point was taken back."))
		open_ones = {"key_work_point": self.document.name, "status": ["!=", CLOSED]}
		frappe.db.set_value(TASK, open_ones, "status", TAKEN_BACK)


class Delete(PointStep):
	"""A point that was never handed down goes."""

	right = "delete"
	since = (PREPARED,)

	def check(self) -> None:
		"""Refuse a point that was handed down."""
		if self.document.status != PREPARED:
			frappe.throw(_("A point that was handed down stays on record. Take it back instead."))

	def change(self) -> None:
		"""Nothing hangs on it."""


WRITTEN_BY_STEPS = ("status", *HandDown.writes)
