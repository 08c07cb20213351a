from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.checks.dates import check_year, refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.exceptions import PersonalTextError, rules_speak_to_user
from party_affairs.facts.organisation.posts import leads_on
from party_affairs.permissions.scope import scope_for
from party_affairs.personal_texts import HandedInText
from party_affairs.rules.periods import parse

FOUR_ASPECTS = ("thought", "work", "discipline", "style")
"""What the guide has a member report of (一（四）4): 思想、工作、纪律、作风."""

_COMMENT = ("commented_by", "commented_on", "comment")
_OF_COMMITTEE = (*_COMMENT, "handling", "handled_on")

exclude_from_linked_with = True


class ThoughtReport(HandedInText):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		branch: DF.Link
		comment: DF.SmallText | None
		commented_by: DF.Link | None
		commented_by_name: DF.Data | None
		commented_on: DF.Date | None
		discipline: DF.SmallText | None
		entered_by_committee: DF.Check
		form: DF.Literal["Written", "Oral"]
		half_year: DF.Data
		handed_in_on: DF.Date | None
		handled_on: DF.Date | None
		handling: DF.SmallText | None
		import_row: DF.Data | None
		member: DF.Link
		member_name: DF.Data | None
		status: DF.Literal["Draft", "Handed In", "Commented"]
		style: DF.SmallText | None
		suggestions: DF.SmallText | None
		summary: DF.SmallText | None
		thought: DF.SmallText | None
		work: DF.SmallText | None
	# end: auto-generated types

	own_words = ("half_year", "form", "summary", *FOUR_ASPECTS, "suggestions")

	def validate(self):
		self.validate_writer()
		self.validate_half_year()
		self.validate_handing_in()
		self.validate_content()
		self.keep_the_writers_words()
		self.refuse_comment_by_the_writer()
		self.validate_comment()
		self.validate_handling()
		self.set_status()

	def first_day(self) -> date:
		return parse(self.half_year).start

	def validate_half_year(self):
		self.half_year = (self.half_year or "").strip().upper()
		with rules_speak_to_user(PersonalTextError):
			period = parse(self.half_year)
		if period.kind != "half_year":
			frappe.throw(
				_("{0} must be a half-year such as 2026-H1, not {1}.").format(
					label_of(self, "half_year"), frappe.bold(self.half_year)
				),
				PersonalTextError,
			)
		check_year(period.start.year)

	def validate_content(self):
		"""A report by word of mouth has its summary; a written one speaks of one aspect at least, or lies beside as a paper."""
		if not self.handed_in_on:
			return
		if self.form == "Oral":
			require(self, "summary", exception=PersonalTextError)
		elif not (self.attachment or any((self.get(aspect) or "").strip() for aspect in FOUR_ASPECTS)):
			frappe.throw(
				_("The report is empty. Please write about {0}.").format(
					"、".join(label_of(self, aspect) for aspect in FOUR_ASPECTS)
				),
				PersonalTextError,
			)

	def keep_the_writers_words(self):
		"""Once it was commented on, a report is taken back no more, and no longer corrected by the committee."""
		super().keep_the_writers_words()
		before = self.get_doc_before_save()
		if not (before and before.commented_on and self.commented_on):
			return
		changed = changed_fields(self, (*self.own_words, "handed_in_on", "attachment"))
		if changed:
			frappe.throw(
				_("{0} stays as it is: the report was commented on.").format(label_of(self, changed[0])),
				PersonalTextError,
			)

	def refuse_comment_by_the_writer(self):
		"""Comment and handling are the committee's; through his own rights a writer changes neither."""
		changed = self.is_new() and [name for name in _OF_COMMITTEE if self.get(name)]
		changed = changed or changed_fields(self, _OF_COMMITTEE)
		if changed and not scope_for(self.doctype, "write").covers(self.branch):
			frappe.throw(
				_("{0} is filled in by the committee of the branch.").format(label_of(self, changed[0])),
				frappe.PermissionError,
			)

	def validate_comment(self):
		"""Somebody of the committee, not the writer, says something on a day after the handing in."""
		if not any(self.get(fieldname) for fieldname in _COMMENT):
			return
		require(self, "handed_in_on", *_COMMENT, exception=PersonalTextError)
		refuse_future_date(self, "commented_on", exception=PersonalTextError)
		require_order(self, "handed_in_on", "commented_on", PersonalTextError)
		if self.commented_by == self.member:
			frappe.throw(
				_("{0}: nobody comments on his own report.").format(label_of(self, "commented_by")),
				PersonalTextError,
			)
		asked = self.is_new() or changed_fields(self, ("commented_by", "commented_on"))
		if asked and not leads_on(self.commented_by, self.branch, getdate(self.commented_on)):
			frappe.throw(
				_(
					"{0}: {1} holds no seat on the committee of this branch, or of an organisation above it, on that day."
				).format(label_of(self, "commented_by"), frappe.bold(self.commented_by_name)),
				PersonalTextError,
			)

	def validate_handling(self):
		if not (self.handling or self.handled_on):
			return
		require(self, "suggestions", exception=PersonalTextError)
		if self.handled_on:
			require(self, "handling", exception=PersonalTextError)
			refuse_future_date(self, "handled_on", exception=PersonalTextError)
			require_order(self, "handed_in_on", "handled_on", PersonalTextError)

	def set_status(self):
		if not self.handed_in_on:
			self.status = "Draft"
		else:
			self.status = "Commented" if self.commented_on else "Handed In"


def on_doctype_update():
	frappe.db.add_index("Thought Report", ["branch", "half_year"])
