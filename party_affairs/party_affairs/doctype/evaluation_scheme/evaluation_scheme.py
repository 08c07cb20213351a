import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import schemes
from party_affairs.permissions import scope_for


class EvaluationScheme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applies_to: DF.Literal["Party Branch", "Party Member"]
		basis: DF.SmallText | None
		committee: DF.Link | None
		is_active: DF.Check
		kind: DF.Literal[
			"Member Stars",
			"Branch Stars",
			"Six Haves Evaluation",
			"Six Goods Evaluation",
			"Year-End Assessment",
			"Other",
		]
		scheme_name: DF.Data

	# end: auto-generated types
	def validate(self):
		self.validate_kind()
		self.keep_owner()
		self.validate_committee()

	def validate_kind(self):
		"""Stars and year-end assessments say in their name whom they are about; 六有 and 六好 are about branches."""
		of_branches = ("Branch Stars", "Six Haves Evaluation", "Six Goods Evaluation")
		expected = {"Member Stars": "Party Member", **dict.fromkeys(of_branches, "Party Branch")}.get(
			self.kind
		)
		if expected and self.applies_to != expected:
			frappe.throw(
				_("{0}: {1} evaluates a {2}.").format(label_of(self, "applies_to"), _(self.kind), _(expected))
			)

	def keep_owner(self):
		"""A scheme of which a version was adopted stays with its organisation: a resolution is not moved to another."""
		before = self.get_doc_before_save()
		if not before or (before.committee or "") == (self.committee or ""):
			return
		owners = schemes.owners_of(self.name)
		if owners and set(owners) != {self.committee}:
			frappe.throw(
				_(
					"{0} has an adopted version and stays with its organisation {1}. Let another organisation adopt a scheme of its own."
				).format(frappe.bold(self.name), frappe.bold(before.committee or "、".join(owners))),
				EvaluationError,
			)

	def validate_committee(self):
		"""Who writes a scheme writes it for an organisation of his; the samples of the app belong to none."""
		if self.flags.ignore_permissions or "System Manager" in frappe.get_roles():
			return
		before = self.get_doc_before_save()
		if before and not before.committee:
			frappe.throw(
				_(
					"Samples belong to nobody: only a System Manager changes them. Adopt one as a scheme of your own."
				),
				frappe.PermissionError,
			)
		if before:
			scope_for("Evaluation", "write").check_branch(before.committee)
		if not self.committee:
			frappe.throw(
				_("{0}: say for whose branches the scheme is.").format(label_of(self, "committee")),
				frappe.MandatoryError,
			)
		scope_for("Evaluation", "write").check_branch(self.committee)
