"""The life of a notice (党务公开条例第十五条): proposed, checked, approved by who leads, published, and over or taken down.

What was submitted is what is approved and published: text and table stay from then on. The guard looks at both at each of these steps.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs.checks.fields import label_of, require
from party_affairs.checks.publications import Passage, refuse_leaks
from party_affairs.compliance.publications import enqueue_telling
from party_affairs.exceptions import NoticeError
from party_affairs.guide.notice import notice_kinds
from party_affairs.permissions.roles import MANAGER, SECRETARY, role_of_post
from party_affairs.permissions.scope import access_of, active_posts
from party_affairs.rules.notice import notices as rules
from party_affairs.rules.notice.notices import APPROVED, ENDED, PUBLISHED, SUBMITTED, WITHDRAWN, WRITTEN
from party_affairs.steps import StatusStep


def leads(branch: str, user: str) -> bool:
	"""Whether a login leads an organisation itself: as its secretary, or who has his rights."""
	seats = access_of(user).seats_by_role
	return user == "Administrator" or any(branch in seats.get(role, ()) for role in (SECRETARY, MANAGER))


def others_who_lead(branch: str, user: str) -> list[str]:
	"""Return the logins besides `user` that have the secretary's rights in an organisation today."""
	return [
		row.user
		for row in active_posts(branches=[branch])
		if row.user
		and row.user != user
		and role_of_post(row.post, row.branch_type, leads=row.leads) in (SECRETARY, MANAGER)
	]


def passages(notice: Document) -> Iterator[Passage]:
	"""Yield all texts that a notice makes known: title, text, heads and cells of its table."""
	for fieldname in ("title", "body"):
		yield Passage(_(notice.meta.get_label(fieldname)), notice.get(fieldname) or "")
	table = table_of(notice)
	heads = [column["label"] for column in table["columns"]]
	for head in heads:
		yield Passage(_("Head of column {0}").format(head), head, is_head=True)
	for number, row in enumerate(table["rows"], start=1):
		# A row as one text: beside a name a number tells more than alone.
		yield Passage(_("Row {0} of the table").format(number), "，".join(_cells(heads, row)))


def _cells(heads: list[str], row: list[str]) -> list[str]:
	return [f"{head}：{cell}" if head else cell for head, cell in zip(heads, row, strict=True) if cell]


def table_of(notice: Any) -> dict[str, list]:
	"""Return the table that a notice shows, as it was made when it was submitted; what is none has no columns and no rows."""
	try:
		return json.loads(notice.table_data or "")
	except ValueError:
		return {"columns": [], "rows": []}


class NoticeStep(StatusStep):
	doctype = "Party Notice"
	exception = NoticeError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a notice with status {0}, and this one has {1}.")

	def refuse_leaks(self) -> None:
		document, allowed = self.document, ()
		if document.development_case:
			allowed = (
				frappe.db.get_value("Party Development Case", document.development_case, "publicity_phone"),
			)
		refuse_leaks(document.branch, passages(document), allowed)

	def refuse_over(self) -> None:
		"""What nobody could read any more is neither proposed, approved nor published."""
		until = self.document.published_until
		if not until or not rules.is_over(getdate(until), getdate(nowdate())):
			return
		label = label_of(self.document, "published_until")
		if self.document.status == WRITTEN:
			frappe.throw(_("{0} is over already. Enter a later day.").format(label), NoticeError)
		frappe.throw(
			_("{0} is over already. Send the notice back and enter a later day.").format(label), NoticeError
		)

	def say_why(self, text: str | None, fieldname: str) -> str:
		"""Return a reason that was given, or raise the sentence that asks for one."""
		if not (text or "").strip():
			frappe.throw(_("Fill in {0}.").format(label_of(self.document, fieldname)), NoticeError)
		return text.strip()


@dataclass
class Submit(NoticeStep):
	"""It is proposed for publication; `table` is what the records say, where the notice shows it."""

	table: dict[str, Any] | None = None

	since, to = (WRITTEN,), SUBMITTED
	writes = ("proposed_by", "proposed_on", "table_data")

	def check(self) -> None:
		"""It needs a text or a table with rows, and nothing in it may concern one person alone."""
		super().check()
		require(self.document, "title", "kind", "audience")
		self.refuse_over()
		self.document.table_data = json.dumps(self.table, ensure_ascii=False) if self.table else None
		if self.document.with_table and not table_of(self.document)["rows"]:
			frappe.throw(
				_(
					"The records say nothing for this notice yet. Choose other days, or take away the tick at {0}."
				).format(label_of(self.document, "with_table")),
				NoticeError,
			)
		if not (self.document.body or "").strip() and not self.document.with_table:
			frappe.throw(
				_("A notice needs a text or a table. Fill in {0}.").format(label_of(self.document, "body")),
				NoticeError,
			)
		self.refuse_leaks()

	def change(self) -> None:
		self.document.update({"proposed_by": frappe.session.user, "proposed_on": now_datetime()})
		self.save()


class LeadersStep(NoticeStep):
	"""A step of whoever leads the organisation."""

	def ask_right(self) -> None:
		super().ask_right()
		if not leads(self.document.branch, frappe.session.user):
			frappe.throw(
				_("Notices of {0} are approved and published by its secretary.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)


@dataclass
class SendBack(LeadersStep):
	"""It goes back to whoever wrote it, with a word on what is to be changed."""

	reason: str | None = None

	since, to = (SUBMITTED, APPROVED), WRITTEN

	def check(self) -> None:
		"""A word on what is to be changed is wanted."""
		super().check()
		if not (self.reason or "").strip():
			frappe.throw(_("Say what is to be changed."), NoticeError)

	def change(self) -> None:
		self.document.update(dict.fromkeys((*Submit.writes, *Approve.writes)))
		self.save(_("Sent back: {0}").format(frappe.utils.escape_html(self.reason.strip())))


@dataclass
class Approve(LeadersStep):
	"""Secrecy and necessity were looked at, and it may go up."""

	note: str | None = None

	since, to = (SUBMITTED,), APPROVED
	writes = ("approved_by", "approved_on", "approval_note")

	def check(self) -> None:
		"""Nobody approves what he wrote himself while somebody else leads with him; who leads alone says so in a note."""
		super().check()
		document, user = self.document, frappe.session.user
		others = others_who_lead(document.branch, user)
		if not rules.may_approve(document.proposed_by, user, others):
			frappe.throw(
				_(
					"You proposed this notice yourself. Let somebody else who leads the organisation approve it."
				),
				NoticeError,
			)
		if rules.needs_note(document.proposed_by, user, others):
			self.say_why(self.note, "approval_note")
		self.refuse_over()
		self.refuse_leaks()

	def change(self) -> None:
		self.document.update(
			{
				"approved_by": frappe.session.user,
				"approved_on": now_datetime(),
				"approval_note": (self.note or "").strip() or None,
			}
		)
		self.save()


class Publish(LeadersStep):
	"""It hangs from today, or from the day that it names, and the members are told."""

	since, to = (APPROVED,), PUBLISHED
	writes = ("published_on", "told_on")

	def check(self) -> None:
		"""Its time must not be over already."""
		super().check()
		self.refuse_over()
		self.refuse_leaks()

	def change(self) -> None:
		document, today = self.document, getdate(nowdate())
		document.published_on = now_datetime()
		document.published_from = max(getdate(document.published_from or today), today)
		document.published_until = document.published_until or rules.last_day(
			frappe.scrub(document.kind), document.published_from
		)
		self.save()
		enqueue_telling(document.name)


class End(LeadersStep):
	"""It is taken down because its time is over, or earlier."""

	since, to = (PUBLISHED,), ENDED
	writes = ("ended_on",)

	def change(self) -> None:
		"""What ends before its day hung until today; what the night finds over ended on its day."""
		document, today = self.document, getdate(nowdate())
		document.published_until = document.ended_on = min(getdate(document.published_until), today)
		self.save()


@dataclass
class Withdraw(LeadersStep):
	"""It was wrong, and goes from board, page and paper at once."""

	reason: str | None = None

	since, to = (SUBMITTED, APPROVED, PUBLISHED, ENDED), WITHDRAWN
	writes = ("withdrawn_on", "withdrawn_reason")

	def check(self) -> None:
		"""It needs a reason."""
		super().check()
		self.say_why(self.reason, "withdrawn_reason")

	def change(self) -> None:
		self.document.update({"withdrawn_on": getdate(nowdate()), "withdrawn_reason": self.reason.strip()})
		self.save()


class Delete(NoticeStep):
	"""A notice that was never submitted goes; what went out stays on record."""

	right = "delete"
	since = (WRITTEN,)

	def check(self) -> None:
		"""Refuse what was submitted."""
		if self.document.status != WRITTEN:
			frappe.throw(
				_("A notice that was submitted stays on record. Send it back or withdraw it instead."),
				NoticeError,
			)

	def change(self) -> None:
		"""Nothing hangs on it."""


STEPS = (Submit, SendBack, Approve, Publish, End, Withdraw)
WRITTEN_BY_STEPS = tuple(dict.fromkeys(("status", *(name for step in STEPS for name in step.writes))))


def usual_term(kind: str) -> str:
	"""Return how the time of a kind (its label) is usually called."""
	return notice_kinds.kind(frappe.scrub(kind)).term
