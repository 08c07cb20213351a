"""The life of an on-site check: written on the spot, issued, mended by the branch item by item, confirmed by the inspectors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs.checks.fields import label_of
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import ORGANISATION, SECRETARY
from party_affairs.permissions.scope import access_of
from party_affairs.steps import StatusStep

WRITTEN, OPEN, WAITING, CLOSED = "Being Written", "To Be Mended", "To Be Confirmed", "Closed"
TO_BE_MENDED, REPORTED, RETURNED, CONFIRMED = "To Be Mended", "Reported Mended", "Returned", "Confirmed"


class CheckStep(StatusStep):
	doctype = "On Site Check"
	asks_right_to_save = False

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a check with status {0}, and this one has {1}.")


class Issue(CheckStep):
	"""The branch gets to read it; what is to be mended is asked of it from now on."""

	since = (WRITTEN,)
	writes = ("issued_on", "closed_on")

	def check(self) -> None:
		"""It needs an item at least."""
		super().check()
		if not self.document.items:
			frappe.throw(
				_("{0}: enter what was looked at, a row each.").format(label_of(self.document, "items"))
			)

	def change(self) -> None:
		document = self.document
		document.issued_on = now_datetime()
		for row in document.items:
			row.state = TO_BE_MENDED if row.result == TO_BE_MENDED else None
		document.set_status()
		self.save()


@dataclass
class ItemStep(CheckStep):
	"""A step of one item; `item` is the name of its row."""

	item: str

	since = (OPEN, WAITING)
	states = ()

	@property
	def row(self) -> Document:
		row = next((row for row in self.document.items if row.name == self.item), None)
		if row is None:
			raise frappe.DoesNotExistError
		return row

	def check(self) -> None:
		super().check()
		if self.row.state not in self.states:
			frappe.throw(
				_("{0} is {1}: this step is not to be taken now.").format(
					frappe.bold(frappe.utils.escape_html(self.row.item)),
					frappe.bold(_(self.row.state or CLOSED)),
				)
			)

	def need_words(self, words: str | None, sentence: str) -> None:
		if not (words or "").strip():
			frappe.throw(sentence)


@dataclass
class ReportMended(ItemStep):
	"""The branch says how and on which day it mended what was found."""

	how: str
	day: Any

	right = "read"
	states = (TO_BE_MENDED, RETURNED)

	def ask_right(self) -> None:
		"""The secretary and the organisation commissioner of the branch itself report, nobody above in its stead."""
		super().ask_right()
		if not reports_for(self.document.branch):
			frappe.throw(
				_("What was mended is reported by the secretary or organisation commissioner of {0}.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""It needs words, and a day from that of the check to today."""
		super().check()
		self.need_words(self.how, _("Say how it was mended."))
		if not getdate(self.document.checked_on) <= self.mended_on <= getdate(nowdate()):
			frappe.throw(
				_("The day on which it was mended lies between the check and today. Enter another day.")
			)

	@property
	def mended_on(self) -> date:
		return getdate(self.day)

	def change(self) -> None:
		self.row.update({"mended": self.how.strip(), "mended_on": self.mended_on, "state": REPORTED})
		self.document.set_status()
		self.save()


@dataclass
class Confirm(ItemStep):
	"""The inspectors confirm that it is mended."""

	answer: str | None = None

	states = (REPORTED,)

	def change(self) -> None:
		self.row.update(
			{"answer": (self.answer or "").strip() or None, "confirmed_on": nowdate(), "state": CONFIRMED}
		)
		self.document.set_status()
		self.save()


@dataclass
class Return(ItemStep):
	"""The inspectors are not content, and say why; they may give more time."""

	answer: str
	until: Any = None

	states = (REPORTED,)

	def check(self) -> None:
		"""A word on what is still to be mended is wanted."""
		super().check()
		self.need_words(self.answer, _("Say what is still to be mended."))
		if self.until and getdate(self.until) < getdate(nowdate()):
			frappe.throw(_("The new day for mending is over already. Enter a later day."))

	def change(self) -> None:
		row = self.row
		row.update({"answer": self.answer.strip(), "state": RETURNED})
		row.mend_until = self.until or row.mend_until
		self.document.set_status()
		self.save()


class Delete(CheckStep):
	"""A check that was never issued goes."""

	right = "delete"
	since = (WRITTEN,)

	def check(self) -> None:
		"""Refuse a check that was issued."""
		if self.document.status != WRITTEN:
			frappe.throw(_("A check that was issued stays on record."))

	def change(self) -> None:
		"""Nothing hangs on it."""


def reports_for(branch: str) -> bool:
	"""Whether the caller is secretary or organisation commissioner of the branch itself."""
	seats = access_of(frappe.session.user).seats_by_role
	held = any(branch in seats.get(role, ()) for role in (SECRETARY, ORGANISATION))
	return held or scope_for("On Site Check").unrestricted


WRITTEN_BY_STEPS = ("status", *Issue.writes)
WRITTEN_IN_ROWS = ("mended", "mended_on", "answer", "confirmed_on", "state")
