import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import label_of
from party_affairs.checks.members import require_members_of
from party_affairs.facts.meetings.held import by_name


class PartyAnnualPlan(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_annual_plan_line.party_annual_plan_line import (
			PartyAnnualPlanLine,
		)

		based_on: DF.SmallText | None
		branch: DF.Link
		discussed_in: DF.Link | None
		import_row: DF.Data | None
		lines: DF.Table[PartyAnnualPlanLine]
		prepared_on: DF.Date | None
		title: DF.Data | None
		year: DF.Int
	# end: auto-generated types

	def validate(self):
		self.set_title()
		self.validate_year()
		self.validate_lines()
		self.validate_meetings()
		refuse_future_date(self, "prepared_on")

	def set_title(self):
		self.title = f"{self.branch} {self.year}"

	def validate_year(self):
		if not 1949 <= (self.year or 0) <= 2100:
			frappe.throw(_("{0} must be a year in four digits, such as 2026.").format(label_of(self, "year")))

	def validate_lines(self):
		for row in self.lines:
			if not 1 <= (row.month or 0) <= 12:
				frappe.throw(
					_("{0}, row {1}: {2} must be a number from 1 to 12.").format(
						label_of(self, "lines"), row.idx, label_of(row, "month")
					)
				)
		require_members_of([row.responsible for row in self.lines], self.branch, subtree=True, former=True)

	def validate_meetings(self):
		"""A plan is discussed in, and its lines are held as, meetings of the branch whose minutes are submitted."""
		named = {name for name in (self.discussed_in, *(row.meeting for row in self.lines)) if name}
		if not named:
			return
		meetings = by_name(named).values()
		held = {row.name for row in meetings if row.branch == self.branch and row.docstatus == 1}
		if self.discussed_in and self.discussed_in not in held:
			self.refuse_meeting(label_of(self, "discussed_in"), self.discussed_in)
		for row in self.lines:
			if row.meeting and row.meeting not in held:
				place = _("{0}, row {1}").format(label_of(self, "lines"), row.idx)
				self.refuse_meeting(place, row.meeting)

	def refuse_meeting(self, where: str, meeting: str):
		frappe.throw(
			_("{0}: {1} is no submitted meeting of {2}. Submit its minutes first, or choose another.").format(
				where, frappe.bold(meeting), frappe.bold(self.branch)
			)
		)


def on_doctype_update():
	frappe.db.add_unique("Party Annual Plan", ["branch", "year"])
