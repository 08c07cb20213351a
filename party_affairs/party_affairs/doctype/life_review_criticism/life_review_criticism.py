import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.fields import label_of
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.exceptions import LifeReviewError, rules_speak_to_user
from party_affairs.permissions.seen import NotesReading
from party_affairs.rules.meetings import life_reviews


class LifeReviewCriticism(NotesReading, Document):
	"""What was said about persons at an organisation life review: it stays within the branch (permissions/scope.py)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.life_review_criticism_line.life_review_criticism_line import (
			LifeReviewCriticismLine,
		)

		branch: DF.Link
		held_on: DF.Date | None
		lines: DF.Table[LifeReviewCriticismLine]
		review: DF.Link
	# end: auto-generated types

	def validate(self):
		self.validate_review()
		self.validate_lines()

	def validate_review(self):
		"""Branch and day are fetched from the review, whatever came with the record."""
		if not self.held_on:
			frappe.throw(
				_("The life review was not held yet: enter its meeting there first."), LifeReviewError
			)

	def validate_lines(self):
		members = [row.member for row in self.lines]
		for place, row in enumerate(self.lines):
			if row.member in members[:place]:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice. Remove one of the rows.").format(
						label_of(self, "lines"), row.idx, shown_name(row.member)
					),
					LifeReviewError,
				)
			if row.deadline:
				with rules_speak_to_user(LifeReviewError):
					life_reviews.check_deadline(getdate(row.deadline), getdate(self.held_on))
		before = self.get_doc_before_save()
		known = {row.member for row in before.lines} if before else set()
		added = sorted(set(members) - known)
		require_members_of(added, self.branch, LifeReviewError, subtree=True, former=True)
