import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import keep_what_steps_wrote, label_of
from party_affairs.exceptions import BookError
from party_affairs.facts.archive import handbooks
from party_affairs.party_affairs.doctype.party_handbook import steps
from party_affairs.rules.archive.handbook import SECTIONS

_MOST_BLANK_PAGES = 50
_WITH_A_BOOK = ("Branch", "Joint Branch")


class PartyHandbook(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answers_for: DF.Date | None
		as_of: DF.Date | None
		blank_pages: DF.Int
		book_docx: DF.Attach | None
		book_pdf: DF.Attach | None
		branch: DF.Link
		contents: DF.LongText | None
		failure: DF.SmallText | None
		front_pages: DF.Int
		made_by: DF.Link | None
		made_on: DF.Datetime | None
		pages: DF.Int
		progress: DF.Percent
		status: DF.Literal["Not Made", "Queued", "Running", "Made", "Failed", "Called Off"]
		with_activists: DF.Check
		with_activities: DF.Check
		with_appraisal: DF.Check
		with_attendance: DF.Check
		with_branch: DF.Check
		with_contact: DF.Check
		with_development: DF.Check
		with_dues: DF.Check
		with_honours: DF.Check
		with_inspections: DF.Check
		with_lectures: DF.Check
		with_life_review: DF.Check
		with_plan: DF.Check
		with_remarks: DF.Check
		with_roster: DF.Check
		with_self_check: DF.Check
		with_speeches: DF.Check
		with_structure: DF.Check
		with_summary: DF.Check
		with_talks: DF.Check
		with_welfare: DF.Check
		year: DF.Int
	# end: auto-generated types

	def onload(self):
		self.set_onload("changed", handbooks.changed_since(self.branch, self.year, self.made_on))

	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.year = check_year(self.year)
		self.validate_branch()
		self.validate_only_one()
		self.validate_day()
		self.validate_blank_pages()

	def on_trash(self):
		steps.Delete(self).take()

	def validate_branch(self):
		if frappe.db.get_value("Party Branch", self.branch, "branch_type") not in _WITH_A_BOOK:
			frappe.throw(
				_(
					"{0} is no branch. Each branch keeps a handbook of its own: choose one of those below it."
				).format(frappe.bold(self.branch)),
				BookError,
			)

	def validate_only_one(self):
		other = handbooks.of_branch_and_year(self.branch, self.year)
		if other and (self.is_new() or other != self.name):
			frappe.throw(
				_("There is a handbook of {0} for {1} already: {2}. Make that one anew instead.").format(
					self.branch, self.year, frappe.bold(other)
				),
				frappe.DuplicateEntryError,
			)

	def validate_day(self):
		if self.as_of and getdate(self.as_of).year != self.year:
			frappe.throw(
				_("{0} must lie in the year {1} of the book.").format(label_of(self, "as_of"), self.year),
				BookError,
			)

	def validate_blank_pages(self):
		if not 0 <= cint(self.blank_pages) <= _MOST_BLANK_PAGES:
			frappe.throw(
				_("{0}: enter a number from 0 to {1}.").format(
					label_of(self, "blank_pages"), _MOST_BLANK_PAGES
				),
				BookError,
			)

	def chosen_sections(self) -> list[str]:
		"""Return the keys of the sections that are to stand in the book, in their order."""
		return [section.key for section in SECTIONS if self.get(f"with_{section.key}")]

	def parts(self) -> list[dict[str, Any]]:
		"""Return the parts of the book that was made: title, level, `first` and `last` page, and the record a part shows."""
		return json.loads(self.contents) if self.contents else []


def on_doctype_update():
	"""A branch has one handbook a year."""
	frappe.db.add_unique(steps.DOCTYPE, ["branch", "year"])
