import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import check_year, refuse_past_date
from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.party_affairs.doctype.key_work_point import steps

_FIXED = ("title", "branch", "year", "deadline", "responsible", "details")


class KeyWorkPoint(Document):
	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.validate_year()
		refuse_past_date(self, "deadline")
		self.validate_branches()
		self.refuse_changes_once_handed_down()

	def on_trash(self):
		steps.Delete(self).take()

	# The steps, for programs

	def hand_down(self):
		steps.HandDown(self).take()

	# What is in the record

	def validate_year(self):
		"""A point of a year's work is done in that year, or in the first months of the next."""
		self.year = check_year(self.year, ahead=1)
		if not self.year <= getdate(self.deadline).year <= self.year + 1:
			frappe.throw(
				_("{0} lies outside of the year {1}. Enter a day of that year.").format(
					label_of(self, "deadline"), self.year
				)
			)

	def validate_branches(self):
		"""Work is handed down: to organisations below, each named once."""
		below = set(branch_and_below(self.branch)) - {self.branch}
		seen = set()
		for row in self.branches:
			if row.branch not in below or row.branch in seen:
				frappe.throw(
					_("{0}: {1} is named twice, or is not below {2}. Take the row away.").format(
						label_of(self, "branches"), frappe.bold(row.branch), frappe.bold(self.branch)
					)
				)
			seen.add(row.branch)

	def refuse_changes_once_handed_down(self):
		before = self.get_doc_before_save()
		if not before or before.status == steps.PREPARED or self.flags.step:
			return
		changed = changed_fields(self, _FIXED)
		if [row.branch for row in self.branches] != [row.branch for row in before.branches]:
			changed.append("branches")
		if changed:
			frappe.throw(
				_(
					"{0} cannot be changed once the work was handed down. Take it back and set a new point."
				).format(label_of(self, changed[0]))
			)


def on_doctype_update():
	frappe.db.add_index("Key Work Point", ["branch", "year"])
