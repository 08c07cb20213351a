import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import label_of
from party_affairs.facts.members import quotas
from party_affairs.facts.organisation.branches import parent_of
from party_affairs.permissions.grants import leads_above

_MOST = 9999
"""No organisation of one trade in one province admits more in a year: a longer number is a slip of the pen."""


class DevelopmentQuota(Document):
	def validate(self):
		self.year = check_year(self.year, ahead=1)
		self.validate_number()
		self.refuse_own_quota()
		self.warn_of_sums()

	def on_trash(self):
		self.refuse_own_quota()

	def validate_number(self):
		if not 0 <= (self.number or 0) <= _MOST:
			frappe.throw(
				_("{0} must lie between 0 and {1}, not {2}.").format(
					label_of(self, "number"), _MOST, self.number
				)
			)

	def refuse_own_quota(self):
		"""Nobody sets his own: the highest organisation here enters what those above it told."""
		above = parent_of(self.branch)
		if above and not leads_above(above):
			frappe.throw(
				_("How many {0} may admit is set by the organisation above it.").format(
					frappe.bold(self.branch)
				),
				frappe.PermissionError,
			)

	def warn_of_sums(self):
		"""What is given down should not be more than what was given to the organisation itself; it is said and not forbidden."""
		above = parent_of(self.branch)
		own = above and quotas.number_of(above, self.year)
		if own is not None and above:
			before = self.get_doc_before_save()
			given = quotas.given_below(above, self.year) - (before.number if before else 0) + self.number
			if given > own:
				self.say(
					_(
						"{0} may admit {1} people in {2}, and has now given {3} to the organisations below it."
					).format(frappe.bold(above), own, self.year, given)
				)
		below = quotas.given_below(self.branch, self.year)
		if below > self.number:
			self.say(
				_(
					"{0} has already given {1} to the organisations below it, more than the {2} of its own."
				).format(frappe.bold(self.branch), below, self.number)
			)

	def say(self, sentence: str):
		frappe.msgprint(sentence, title=_("Please Note"), indicator="orange")


def on_doctype_update():
	frappe.db.add_unique(quotas.QUOTA, ["branch", "year"])
