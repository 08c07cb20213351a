from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import require_order
from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import PostError
from party_affairs.facts.organisation import absences as facts
from party_affairs.facts.organisation.posts import deputies
from party_affairs.permissions.grants import check_may_mark_away, sync_roles_of_deputies
from party_affairs.rules.organisation import posts as post_rules

_OF_POST = ("member", "member_name", "branch", "post")
_TERM = ("start_date", "end_date", "removed_on")


class PartyPostAbsence(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acting_member: DF.Link | None
		acting_name: DF.Data | None
		away_from: DF.Date
		away_until: DF.Date | None
		branch: DF.Link | None
		member: DF.Link | None
		member_name: DF.Data | None
		naming_series: DF.Literal["PPA-.#####"]
		party_post: DF.Link
		post: DF.Literal[
			"Secretary",
			"Deputy Secretary",
			"Organisation Commissioner",
			"Publicity Commissioner",
			"Discipline Commissioner",
			"United Front Commissioner",
			"Mass Work Commissioner",
			"Confidentiality Commissioner",
			"Group Leader",
			"Contact Person",
			"Party Work Instructor",
			"Party Affairs Officer",
		]
		reason: DF.SmallText | None
		title: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.take_over_post()
		self.validate_days()
		self.validate_within_term()
		self.validate_not_entered_already()
		check_may_mark_away(self.member, self.branch)
		self.set_acting_member()
		self.set_title()

	def on_update(self):
		sync_roles_of_deputies([self.branch])

	def on_trash(self):
		check_may_mark_away(self.member, self.branch)

	def after_delete(self):
		sync_roles_of_deputies([self.branch])

	def take_over_post(self):
		"""Only a secretary is marked away: his work alone passes to a deputy (guide 一（三）2, R18)."""
		require(self, "party_post", exception=PostError)
		held = frappe.db.get_value("Party Post", self.party_post, _OF_POST, as_dict=True)
		if not held or held.post != "Secretary":
			frappe.throw(
				_("{0}: only a secretary is marked away. Choose the post of a secretary.").format(
					label_of(self, "party_post")
				),
				PostError,
			)
		self.update(held)

	def validate_days(self):
		require(self, "away_from", exception=PostError)
		require_order(self, "away_from", "away_until", PostError)

	def validate_within_term(self):
		post = frappe.db.get_value("Party Post", self.party_post, _TERM, as_dict=True)
		first, last = post_rules.span(post.start_date, post.end_date, post.removed_on)
		until = self.away_until or self.away_from
		if getdate(self.away_from) < first or getdate(until) > last:
			frappe.throw(
				_("{0} and {1} must lie within the term of the post, {2} to {3}.").format(
					label_of(self, "away_from"), label_of(self, "away_until"), _text(first), _text(last)
				),
				PostError,
			)

	def validate_not_entered_already(self):
		for other in facts.of_post(self.party_post, leaving_out=self.name):
			if post_rules.overlaps(*_days_away(self), *_days_away(other)):
				frappe.throw(
					_(
						"{0} is already marked away from {1} to {2}. Change that record, or choose other dates."
					).format(
						frappe.bold(self.member_name),
						_text(other.away_from),
						_text(other.away_until) if other.away_until else _("further notice"),
					),
					PostError,
				)

	def set_acting_member(self):
		acting = _acting_during(self, deputies([self.branch]))
		self.acting_member, self.acting_name = acting.member, acting.member_name

	def set_title(self):
		self.title = f"{self.member_name} {self.away_from}"


def refresh_acting_members(branches: Iterable[str]) -> None:
	"""Bring the acting member of absences that are not over up to the deputies' posts, which have changed."""
	branches = sorted(set(branches))
	today = getdate(nowdate())
	absences = facts.of_branches(branches)
	open_ones = [row for row in absences if row.away_until is None or row.away_until >= today]
	present = deputies(branches) if open_ones else []
	for row in open_ones:
		acting = _acting_during(row, present)
		if acting.member != row.acting_member:
			values = {"acting_member": acting.member, "acting_name": acting.member_name}
			frappe.db.set_value("Party Post Absence", row.name, values, update_modified=False)


def _acting_during(absence, posts: Iterable) -> frappe._dict:
	"""Return the deputy who leads the branch today or, before and after the absence, on its first or last day."""
	first, last = _days_away(absence)
	day = max(first, getdate(nowdate()))
	if last:
		day = min(day, last)
	for row in posts:
		if row.branch == absence.branch and post_rules.is_active(row.first, row.last, day):
			return row
	return frappe._dict(member=None, member_name=None)


def _days_away(absence) -> tuple[date, date | None]:
	return getdate(absence.away_from), getdate(absence.away_until) if absence.away_until else None


def _text(day) -> str:
	return frappe.format(day, {"fieldtype": "Date"})
