"""The life of a notice: written, sent down, and taken back where it was wrong.

What each organisation gets is a delivery of its own, so that it reads and acknowledges that, and sees nothing of its neighbours.
"""

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs import rows
from party_affairs.checks.fields import label_of, require
from party_affairs.compliance.notices import enqueue_telling
from party_affairs.facts.duties.notices import DELIVERY
from party_affairs.facts.organisation.branches import in_being
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.rules.duties.tasks import TAKEN_BACK
from party_affairs.steps import StatusStep

PREPARED, SENT = "Being Prepared", "Sent"


class NoticeStep(StatusStep):
	doctype = "Committee Notice"

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a notice with status {0}, and this one has {1}.")


class Send(NoticeStep):
	"""Every organisation that is named, or all below, gets the notice; its readers are told in the background."""

	since, to = (PREPARED,), SENT
	writes = ("sent_on", "sent_by")

	def check(self) -> None:
		"""It needs a text, organisations below that exist, and a deadline that lies ahead if there is one."""
		super().check()
		require(self.document, "title", "text", "addressed_to")
		if self.document.deadline and getdate(self.document.deadline) < getdate(nowdate()):
			frappe.throw(
				_("{0} is over already. Enter a later day.").format(label_of(self.document, "deadline"))
			)
		if not self.receivers():
			frappe.throw(
				_("{0} has no active organisation below it to which the notice could go.").format(
					frappe.bold(self.document.branch)
				)
			)

	def receivers(self) -> list[str]:
		document = self.document
		named = [row.branch for row in document.addressees]
		return in_being(
			named or [name for name in branch_and_below(document.branch) if name != document.branch]
		)

	def change(self) -> None:
		document, now = self.document, now_datetime()
		document.update({"sent_on": now, "sent_by": frappe.session.user})
		if not document.needs_acknowledgement:
			document.deadline = None
		self.save()
		same = {
			**{"notice": document.name, "title": document.title, "text": document.text},
			**{"committee": document.branch, "addressed_to": document.addressed_to, "status": "Not Read"},
			**{"needs_acknowledgement": document.needs_acknowledgement, "deadline": document.deadline},
			**{"sent_on": now, "creation": now, "modified": now, "docstatus": 0, "idx": 0},
			**{"owner": frappe.session.user, "modified_by": frappe.session.user},
		}
		rows.insert(
			DELIVERY,
			["name", "branch", *same],
			[[rows.new_name(), branch, *same.values()] for branch in self.receivers()],
		)
		enqueue_telling(document.name)


class MoveDeadline(NoticeStep):
	"""The last day is moved while people are still asked; those who have not acknowledged are reminded of the new one."""

	since = (SENT,)

	def check(self) -> None:
		"""A day to come is wanted where the notice is to be acknowledged, and none elsewhere."""
		super().check()
		if not self.document.needs_acknowledgement or not self.document.deadline:
			frappe.throw(
				_("{0}: a notice that is to be acknowledged keeps a last day, and others have none.").format(
					label_of(self.document, "deadline")
				)
			)

	def change(self) -> None:
		values = {"deadline": self.document.deadline, "reminded_on": None}
		frappe.db.set_value(DELIVERY, {"notice": self.document.name}, values, update_modified=False)


class TakeBack(NoticeStep):
	"""A notice that was wrong is asked of nobody any more; what was read stays on record above."""

	since, to = (SENT,), TAKEN_BACK

	def change(self) -> None:
		self.save(_("The notice was taken back."))
		frappe.db.set_value(DELIVERY, {"notice": self.document.name}, "status", TAKEN_BACK)


class Delete(NoticeStep):
	"""A notice that was never sent goes; one that was is taken back."""

	right = "delete"
	since = (PREPARED,)

	def check(self) -> None:
		"""Refuse a notice that was sent."""
		if self.document.status != PREPARED:
			frappe.throw(_("A notice that was sent stays on record. Take it back instead."))

	def change(self) -> None:
		"""Nothing hangs on it."""


WRITTEN_BY_STEPS = ("status", *Send.writes)
