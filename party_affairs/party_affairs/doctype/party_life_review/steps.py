"""The life of an organisation life review (组织生活会), as far as it is more than what the form says.

Preparation, meeting and report are entered in the form, which sets the status by them. The record of criticism is made as
a document of its own; the items of the rectification list are closed one by one.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.arguments import parse_day
from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import LifeReviewError, rules_speak_to_user
from party_affairs.facts.meetings.life_reviews import record_of_criticism
from party_affairs.permissions import scope_for
from party_affairs.rules.meetings import life_reviews
from party_affairs.steps import Step

RECORD = "Life Review Criticism"
CLOSING = ("closed_on", "evidence", "closed_by")
"""What closing an item writes in its row; a form cannot."""

_PRESENT = "Present"


class ReviewStep(Step):
	doctype = "Party Life Review"


class PrepareRecord(ReviewStep):
	"""The record of criticism is made with a line for each member present; one that is there is left. Returns its name."""

	right = "read"

	def ask_right(self) -> None:
		"""Beside the review, the record of the branch must be the caller's to make."""
		super().ask_right()
		scope_for(RECORD, "create").check_branch(self.document.branch)

	def check(self) -> None:
		"""It needs the meeting, unless the record is there already."""
		if not (self.record or self.document.meeting):
			frappe.throw(
				_("The life review was not held yet: enter its meeting there first."), LifeReviewError
			)

	def change(self) -> str:
		if self.record:
			return self.record
		review = self.document
		lines = [
			{"member": row.member, "member_name": row.member_name}
			for row in frappe.get_doc("Party Meeting", review.meeting).attendees
			if row.attendance == _PRESENT
		]
		record = {"doctype": RECORD, "review": review.name, "branch": review.branch, "lines": lines}
		return frappe.get_doc(record).insert().name

	@cached_property
	def record(self) -> str | None:
		return record_of_criticism(self.document.name)


@dataclass
class ItemStep(ReviewStep):
	"""A step of one item of the rectification list, named by its row."""

	row: str

	@property
	def item(self) -> Document:
		for item in self.document.measures:
			if item.name == self.row:
				return item
		frappe.throw(
			_("This item is not on the rectification list any more. Please reload the page."), LifeReviewError
		)

	def save(self) -> None:
		self.document.flags.closing = True
		try:
			self.document.save()
		finally:
			self.document.flags.closing = False


@dataclass
class CloseItem(ItemStep):
	"""An item is closed: on which day, and what shows that it was put right."""

	closed_on: str | date
	evidence: str

	def check(self) -> None:
		"""It needs an open item with person and deadline, the evidence, and a day from the meeting to today."""
		review, day, item = self.document, self.day, self.item
		if item.closed_on:
			frappe.throw(
				_("{0}, row {1}: this item is closed already.").format(
					label_of(review, "measures"), item.idx
				),
				LifeReviewError,
			)
		if not (self.evidence or "").strip():
			frappe.throw(
				_("{0}: please fill in {1}.").format(_(review.doctype), label_of(item, "evidence")),
				frappe.MandatoryError,
			)
		require(item, "responsible", "deadline", exception=LifeReviewError)
		with rules_speak_to_user(LifeReviewError):
			life_reviews.check_closing(day, review.held_on and getdate(review.held_on), getdate(nowdate()))

	def change(self) -> None:
		values = (self.day, self.evidence.strip(), frappe.session.user)
		self.item.update(dict(zip(CLOSING, values, strict=True)))
		self.save()

	@cached_property
	def day(self) -> date:
		return parse_day(self.closed_on)


@dataclass
class ReopenItem(ItemStep):
	"""An item is opened again that was closed by mistake, or whose problem came back; the reason stays beside the review."""

	reason: str

	def check(self) -> None:
		"""It needs a closed item and a reason."""
		if not self.item.closed_on:
			frappe.throw(
				_("{0}, row {1}: this item is open.").format(
					label_of(self.document, "measures"), self.item.idx
				),
				LifeReviewError,
			)
		if not (self.reason or "").strip():
			frappe.throw(_("Please say why the item is opened again."), frappe.MandatoryError)

	def change(self) -> None:
		number = self.item.idx
		self.item.update(dict.fromkeys(CLOSING))
		self.save()
		self.document.add_comment(
			"Info",
			_("Item {0} was opened again: {1}").format(number, frappe.utils.escape_html(self.reason.strip())),
		)
