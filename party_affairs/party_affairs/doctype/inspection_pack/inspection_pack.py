import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import keep_what_steps_wrote, label_of
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide import registry
from party_affairs.guide.duties import themes
from party_affairs.party_affairs.doctype.inspection_pack import steps

_MOST_YEARS = 5


class InspectionPack(Document):
	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.validate_years()
		self.validate_subject()
		self.validate_clauses()

	def validate_years(self):
		first, last = check_year(cint(self.from_year)), check_year(cint(self.to_year))
		if last < first:
			frappe.throw(
				_("{0} cannot lie before {1}.").format(label_of(self, "to_year"), label_of(self, "from_year"))
			)
		if last > getdate(nowdate()).year:
			frappe.throw(_("{0}: the year {1} has not begun.").format(label_of(self, "to_year"), last))
		if last - first >= _MOST_YEARS:
			frappe.throw(
				_("An inspection pack is of {0} years at most. Choose fewer years.").format(_MOST_YEARS)
			)

	def validate_subject(self):
		"""The evidence is that of the organisation itself, or of one below it."""
		if self.subject_branch and self.subject_branch not in branch_and_below(self.branch):
			frappe.throw(
				_("{0}: {1} is not below {2}. Choose the organisation itself or one below it.").format(
					label_of(self, "subject_branch"),
					frappe.bold(self.subject_branch),
					frappe.bold(self.branch),
				)
			)

	def validate_clauses(self):
		steps.require_clauses(self)
		seen = set()
		for row in self.clauses:
			if row.rule in seen:
				frappe.throw(
					_("{0}: {1} is named twice. Take one of the rows away.").format(
						label_of(self, "clauses"), frappe.bold(row.rule)
					)
				)
			seen.add(row.rule)

	# What it is about

	def subject(self) -> str:
		"""Return the organisation whose evidence it is."""
		return self.subject_branch or self.branch

	def branches(self) -> list[str]:
		"""Return the organisations whose evidence it is, with those below if that is asked for."""
		return branch_and_below(self.subject()) if self.with_below else [self.subject()]

	def chosen_rules(self) -> list[str]:
		"""Return the clauses of the theme and those listed, in the order of the guide; local ones come last."""
		wanted = {row.rule for row in self.clauses}
		wanted |= {
			clause for theme in themes.themes() if theme.label == self.theme for clause in theme.clauses
		}
		of_guide = [clause.id for clause in registry.all_clauses() if clause.id in wanted]
		return [*of_guide, *sorted(wanted - set(of_guide))]
