from datetime import date

import frappe
from frappe import _

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import require
from party_affairs.exceptions import PersonalTextError
from party_affairs.facts.texts.handed_in import is_reviewed
from party_affairs.personal_texts import HandedInText

FOUR_POINTS = ("political_thought", "work_style", "party_discipline", "vanguard_role")
"""What the guide has a member review of himself (一（四）7)."""

exclude_from_linked_with = True


class MemberSelfReview(HandedInText):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		branch: DF.Link
		direction: DF.SmallText | None
		entered_by_committee: DF.Check
		handed_in_on: DF.Date | None
		member: DF.Link
		member_name: DF.Data | None
		party_discipline: DF.SmallText | None
		political_thought: DF.SmallText | None
		problems: DF.SmallText | None
		purpose: DF.Literal["Democratic Appraisal", "Organisation Life Meeting"]
		vanguard_role: DF.SmallText | None
		work_style: DF.SmallText | None
		year: DF.Int
	# end: auto-generated types

	own_words = ("year", "purpose", *FOUR_POINTS, "problems", "direction")

	def validate(self):
		self.validate_writer()
		self.validate_year()
		self.refuse_second_one()
		self.validate_handing_in()
		self.validate_four_points()
		self.keep_the_writers_words()

	def first_day(self) -> date:
		return date(self.year, 1, 1)

	def validate_year(self):
		check_year(self.year)

	def refuse_second_one(self):
		if is_reviewed(self.member, self.year, self.purpose, leaving_out=self.name or ""):
			frappe.throw(
				_(
					"{0} has a self review of {1} for this purpose already, perhaps a draft: go on with that one."
				).format(frappe.bold(self.member_name), self.year),
				PersonalTextError,
			)

	def validate_four_points(self):
		"""All four are asked; of a paper that was scanned they need not be typed."""
		if self.handed_in_on and not self.attachment:
			require(self, *FOUR_POINTS, exception=PersonalTextError)


def on_doctype_update():
	frappe.db.add_unique("Member Self Review", ["member", "year", "purpose"], "member_year_purpose")
