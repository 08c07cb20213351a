"""The life of an honour: suggested and put forward as a draft, awarded when it is submitted, withdrawn when it is cancelled.

What is awarded to a member is one of the occasions on which the committee must talk with him (guide 一（四）8 ②): the honour
makes the event that asks for it, once, in the same transaction.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import require
from party_affairs.facts.members import history, honours
from party_affairs.steps import Step

_EVENT = "Party Member Event"


class Award(Step):
	"""An honour is on record as awarded: by whom and when; it is locked from then on."""

	doctype = "Honour"
	right = "submit"

	def check(self) -> None:
		require(self.document, "awarded_by", "awarded_on")

	def change(self) -> None:
		"""Make the event of the award, or take over the one that was entered for the same day before."""
		honour = self.document
		if not honour.member or honours.event_of(honour.name):
			return
		known = honours.unclaimed_award(honour.member, honour.awarded_on)
		event = frappe.get_doc(_EVENT, known) if known else self._event()
		event.honour = honour.name
		event.meeting = event.meeting or honour.meeting
		event.decided_by = event.decided_by or honour.awarded_by
		event.flags.noted_from = honour
		event.save(ignore_permissions=True)

	def _event(self) -> Document:
		return frappe.get_doc(
			{
				"doctype": _EVENT,
				"member": self.document.member,
				"branch": self.document.branch,
				"kind": "Award",
				"happened_on": self.document.awarded_on,
			}
		)


class Withdraw(Step):
	"""An honour was taken back, or entered by mistake: its event goes, unless a talk about it was held already."""

	doctype = "Honour"
	right = "cancel"

	def check(self) -> None:
		"""It needs the reason and the day, which lies between the award and today."""
		honour = self.document
		if not (honour.withdrawn_reason or "").strip() or not honour.withdrawn_on:
			frappe.throw(
				_("An honour is withdrawn with a reason and a day. Use the button {0}.").format(
					frappe.bold(_("Withdraw Honour"))
				)
			)
		refuse_future_date(honour, "withdrawn_on")
		require_order(honour, "awarded_on", "withdrawn_on")

	def change(self) -> None:
		self.document.db_set("status", "Withdrawn", update_modified=False)
		name = honours.event_of(self.document.name)
		if not name:
			return
		event = frappe.get_doc(_EVENT, name)
		event.db_set("honour", None)
		if event.from_record and not history.is_talked_about(name):
			event.flags.noted_from = self.document
			frappe.delete_doc(_EVENT, name, ignore_permissions=True)
