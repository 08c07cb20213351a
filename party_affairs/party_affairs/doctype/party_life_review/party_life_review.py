from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import LifeReviewError, rules_speak_to_user
from party_affairs.facts.meetings.held import by_name
from party_affairs.facts.meetings.life_reviews import title_of_other
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.party_life_review import steps
from party_affairs.rules.meetings import life_reviews

STATUS_OF = {
	"in_preparation": "In Preparation",
	"held": "Meeting Held",
	"being_rectified": "Being Rectified",
	"completed": "Completed",
}
_ITEM = ("problem", "measure", "responsible", "deadline")


class PartyLifeReview(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.life_review_measure.life_review_measure import (
			LifeReviewMeasure,
		)
		from party_affairs.party_affairs.doctype.life_review_opinion.life_review_opinion import (
			LifeReviewOpinion,
		)
		from party_affairs.party_affairs.doctype.life_review_problem.life_review_problem import (
			LifeReviewProblem,
		)
		from party_affairs.party_affairs.doctype.life_review_study.life_review_study import LifeReviewStudy

		branch: DF.Link
		branch_examination: DF.Text | None
		direction: DF.SmallText | None
		half: DF.Literal["", "First Half", "Second Half"]
		held_on: DF.Date | None
		import_row: DF.Data | None
		measures: DF.Table[LifeReviewMeasure]
		meeting: DF.Link | None
		naming_series: DF.Literal["PLR-.YYYY.-.#####"]
		next_deadline: DF.Date | None
		noticed_on: DF.Date | None
		open_measures: DF.Int
		opinions: DF.Table[LifeReviewOpinion]
		plan: DF.Text | None
		planned_on: DF.Date | None
		problems: DF.Table[LifeReviewProblem]
		reported_on: DF.Date | None
		situation_report: DF.Text | None
		status: DF.Literal["In Preparation", "Meeting Held", "Being Rectified", "Completed"]
		studies: DF.Table[LifeReviewStudy]
		talks_confirmed_by: DF.Link | None
		talks_confirmed_name: DF.Data | None
		talks_from: DF.Date | None
		talks_held: DF.Int
		talks_to: DF.Date | None
		theme: DF.Data
		title: DF.Data | None
		year: DF.Int
	# end: auto-generated types

	def validate(self):
		self.validate_year()
		self.validate_meeting()
		self.validate_notice()
		self.validate_studies()
		self.validate_talks()
		self.validate_people()
		self.refuse_closing_by_hand()
		self.validate_deadlines()
		self.validate_report()
		self.set_title()
		self.set_state()

	def on_trash(self):
		if self.meeting:
			frappe.throw(
				_(
					"This life review was held and stays on record. Take out the meeting first if it was entered by mistake."
				),
				LifeReviewError,
			)

	def validate_year(self):
		if not 1949 <= (self.year or 0) <= 2100:
			frappe.throw(
				_("{0} must be a year in four digits, such as 2026.").format(label_of(self, "year")),
				LifeReviewError,
			)

	# Before the meeting

	def validate_notice(self):
		refuse_future_date(self, "noticed_on", exception=LifeReviewError)
		self.refuse_after_meeting("noticed_on")
		require_order(self, "noticed_on", "planned_on", LifeReviewError)
		meeting_day = self.held_on or self.planned_on
		asked = self.is_new() or changed_fields(self, ("noticed_on", "planned_on", "meeting"))
		short = (
			meeting_day
			and self.noticed_on
			and life_reviews.notice_is_short(getdate(self.noticed_on), getdate(meeting_day))
		)
		if asked and short:
			frappe.msgprint(
				_("The notice is given less than {0} days before the meeting.").format(
					life_reviews.USUAL_NOTICE_DAYS
				),
				indicator="orange",
				alert=True,
			)

	def validate_studies(self):
		for row in self.studies:
			refuse_future_date(row, "studied_on", exception=LifeReviewError)
			if self.held_on and getdate(row.studied_on) > getdate(self.held_on):
				frappe.throw(
					_(
						"{0}, row {1}: study after the meeting is no preparation for it. Please check the date."
					).format(label_of(self, "studies"), row.idx),
					LifeReviewError,
				)
		meetings = {row.meeting for row in self.studies if row.meeting}
		if meetings and any(row.branch != self.branch for row in by_name(meetings).values()):
			frappe.throw(
				_("{0}: choose meetings of {1}.").format(label_of(self, "studies"), frappe.bold(self.branch)),
				LifeReviewError,
			)

	def validate_talks(self):
		refuse_future_date(self, "talks_from", "talks_to", exception=LifeReviewError)
		require_order(self, "talks_from", "talks_to", LifeReviewError)
		self.refuse_after_meeting("talks_from")
		self.refuse_after_meeting("talks_to")
		if cint(self.talks_held):
			require(self, "talks_confirmed_by", exception=LifeReviewError)

	def validate_people(self):
		"""Everybody named belongs to the branch, or did when the name was entered."""
		before = self.get_doc_before_save()
		named = self.people() - (before.people() if before and before.branch == self.branch else set())
		require_members_of(sorted(named), self.branch, LifeReviewError, subtree=True, former=True)

	def people(self) -> set[str]:
		"""Return the members whom this review names."""
		return {self.talks_confirmed_by, *(row.responsible for row in self.measures)} - {None, ""}

	def refuse_after_meeting(self, fieldname: str):
		day = self.get(fieldname)
		if day and self.held_on and getdate(day) > getdate(self.held_on):
			frappe.throw(
				_("{0} lies after the meeting, but belongs before it. Please check both dates.").format(
					label_of(self, fieldname)
				),
				LifeReviewError,
			)

	# The meeting

	def validate_meeting(self):
		"""A life review is held in a meeting of the branch, of whatever kind, whose minutes are submitted."""
		if not self.meeting:
			self.held_on = None
			return
		meeting = frappe.db.get_value(
			"Party Meeting", self.meeting, ["branch", "docstatus", "meeting_date", "topic"], as_dict=True
		)
		if meeting.branch != self.branch or meeting.docstatus != 1:
			frappe.throw(
				_(
					"{0}: {1} is no submitted meeting of {2}. Submit its minutes first, or choose another."
				).format(
					label_of(self, "meeting"),
					frappe.bold(self.meeting if meeting.branch != self.branch else meeting.topic),
					frappe.bold(self.branch),
				),
				LifeReviewError,
			)
		other = title_of_other(self.meeting, leaving_out=self.name or "")
		if other:
			frappe.throw(
				_("The meeting {0} is that of another life review already: {1}.").format(
					frappe.bold(meeting.topic), frappe.bold(other)
				),
				LifeReviewError,
			)
		self.held_on = meeting.meeting_date

	# After the meeting

	def validate_deadlines(self):
		if not self.held_on:
			return
		for row in self.measures:
			if not row.deadline:
				continue
			with rules_speak_to_user(LifeReviewError):
				life_reviews.check_deadline(getdate(row.deadline), getdate(self.held_on))

	def refuse_closing_by_hand(self):
		"""Items are closed with the button, which leaves a trace; what is closed stays as it was closed."""
		if self.flags.closing:
			return
		before = self.get_doc_before_save()
		stored = {row.name: row for row in before.measures} if before else {}
		for row in self.measures:
			old = stored.pop(row.name, None)
			is_closed = old is not None and old.closed_on
			kept = (*steps.CLOSING, *_ITEM) if is_closed else steps.CLOSING
			if any(cstr(row.get(name)) != cstr(old.get(name) if old else None) for name in kept):
				self.refuse_change_of(row, is_closed)
		for old in stored.values():
			if old.closed_on:
				self.refuse_change_of(old, True)
		if self.held_on is None and any(row.closed_on for row in self.measures):
			frappe.throw(_("Items are closed already, so the meeting cannot be taken out."), LifeReviewError)

	def refuse_change_of(self, row, is_closed: bool):
		reason = (
			_("{0}, row {1}: this item is closed. Open it again before you change it.")
			if is_closed
			else _("{0}, row {1}: an item is closed with the button Close Item, not by hand.")
		)
		frappe.throw(reason.format(label_of(self, "measures"), row.idx), LifeReviewError)

	def validate_report(self):
		refuse_future_date(self, "reported_on", exception=LifeReviewError)
		if not self.reported_on:
			return
		require(self, "meeting", "situation_report", exception=LifeReviewError)
		require_order(self, "held_on", "reported_on", LifeReviewError)

	def set_title(self):
		name = frappe.db.get_value("Party Branch", self.branch, "short_name") or self.branch
		self.title = _("Life Review {year} of {branch}", site_language()).format(year=self.year, branch=name)[
			:140
		]

	def set_state(self):
		still_open = [row for row in self.measures if not row.closed_on]
		self.open_measures = len(still_open)
		self.next_deadline = min((getdate(row.deadline) for row in still_open if row.deadline), default=None)
		self.status = STATUS_OF[
			life_reviews.status(
				bool(self.held_on), len(self.measures), self.open_measures, bool(self.reported_on)
			)
		]

	def close_measure(self, row: str, closed_on: str | date, evidence: str):
		"""Close an item, for programs: the caller's right was checked."""
		steps.CloseItem(self, row, closed_on, evidence).take()


def on_doctype_update():
	frappe.db.add_index("Party Life Review", ["branch", "held_on"])
