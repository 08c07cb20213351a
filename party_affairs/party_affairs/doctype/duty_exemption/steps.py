"""The life of an exemption from a duty: a branch asks, the organisation above decides, and may withdraw what it granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, getdate, nowdate

from party_affairs.checks.fields import label_of
from party_affairs.exceptions import ExemptionError
from party_affairs.facts.duties import exemptions
from party_affairs.facts.duties.exemptions import ASKED, GRANTED
from party_affairs.party_affairs.doctype.self_check.steps import acting_body
from party_affairs.permissions.grants import leads_above
from party_affairs.permissions.roles import SECRETARY
from party_affairs.permissions.scope import access_of
from party_affairs.steps import StatusStep

REFUSED, WITHDRAWN = "Not Approved", "Withdrawn"


def may_decide(branch: str) -> bool:
	"""Whether the caller leads an organisation above `branch` and not the branch itself: nobody exempts himself."""
	user = frappe.session.user
	if user == "Administrator":
		return True
	above = frappe.db.get_value("Party Branch", branch, "parent_party_branch")
	own = access_of(user).seats_by_role.get(SECRETARY, frozenset())
	return bool(above) and leads_above(above) and branch not in own


def refuse_twice(document: Document, statuses: Sequence[str]) -> None:
	"""Raise ExemptionError if another exemption with one of `statuses` says the same of some of the days."""
	subject = (document.subject_doctype, document.subject) if document.subject else None
	days = getdate(document.from_date), getdate(document.to_date)
	other = exemptions.overlapping(
		document.branch, document.rule, *days, subject, statuses, document.name or ""
	)
	if other:
		frappe.throw(
			_(
				"{0} exempts from the same on some of these days already. Choose other days, or withdraw it."
			).format(frappe.bold(other)),
			ExemptionError,
		)


class ExemptionStep(StatusStep):
	doctype = "Duty Exemption"
	exception = ExemptionError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for an exemption with status {0}, and this one has {1}.")

	def say_why(self, text: str | None, fieldname: str) -> str:
		"""Return a reason that was given, or raise the sentence that asks for one."""
		if not (text or "").strip():
			frappe.throw(_("Fill in {0}.").format(label_of(self.document, fieldname)), ExemptionError)
		return text.strip()


class CommitteeStep(ExemptionStep):
	"""A step of the organisation above the branch, which reads what is asked for and writes by its steps alone."""

	right = "read"
	asks_right_to_save = False

	def ask_right(self) -> None:
		super().ask_right()
		document = self.document
		if not may_decide(document.branch):
			frappe.throw(
				_("Exemptions of {0} are decided by the committee above it.").format(
					frappe.bold(document.branch)
				),
				frappe.PermissionError,
			)
		if document.subject_doctype == "Party Member" and frappe.session.user == frappe.db.get_value(
			"Party Member", document.subject, "user"
		):
			frappe.throw(
				_("Nobody decides on his own exemption. Another member of the committee decides."),
				frappe.PermissionError,
			)

	def sign(self) -> None:
		"""Note in whose name it was decided, by whom, and when."""
		body, name = acting_body(self.document.branch), get_fullname(frappe.session.user)
		self.document.update(
			{"decided_by": f"{body}（{name}）" if body else name, "decided_on": getdate(nowdate())}
		)


@dataclass
class Grant(CommitteeStep):
	"""The exemption counts from now on, for the time that it names."""

	document_no: str | None = None
	note: str | None = None

	since, to = (ASKED,), GRANTED
	writes = ("decided_by", "decided_on", "document_no", "decision_note")

	def check(self) -> None:
		"""What was granted once is not granted again."""
		super().check()
		refuse_twice(self.document, (GRANTED,))

	def change(self) -> None:
		self.sign()
		self.document.update({"document_no": self.document_no or None, "decision_note": self.note or None})
		self.save(_("The exemption was granted."))


@dataclass
class Refuse(CommitteeStep):
	"""The duty stays; the sentence says why."""

	note: str | None = None

	since, to = (ASKED,), REFUSED
	writes = ("decided_by", "decided_on", "decision_note")

	def check(self) -> None:
		"""It needs a reason."""
		super().check()
		self.say_why(self.note, "decision_note")

	def change(self) -> None:
		self.sign()
		self.document.decision_note = self.note.strip()
		self.save(_("The exemption was not granted."))


@dataclass
class Withdraw(CommitteeStep):
	"""What was granted counts no more, for no day."""

	reason: str | None = None

	since, to = (GRANTED,), WITHDRAWN
	writes = ("withdrawn_on", "withdrawn_reason")

	def check(self) -> None:
		"""It needs a reason."""
		super().check()
		self.say_why(self.reason, "withdrawn_reason")

	def change(self) -> None:
		self.document.update({"withdrawn_on": getdate(nowdate()), "withdrawn_reason": self.reason.strip()})
		self.save(_("The exemption was withdrawn."))


class Delete(ExemptionStep):
	"""A request that nobody has decided on goes; a decision is kept."""

	right = "delete"
	since = (ASKED,)

	def change(self) -> Any:
		self.document.delete()


STEPS = (Grant, Refuse, Withdraw, Delete)
WRITTEN_BY_STEPS = tuple(dict.fromkeys(("status", *(name for step in STEPS for name in step.writes))))
