from decimal import Decimal
from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from party_affairs.checks.fields import label_of
from party_affairs.compliance.evaluation import BY_APPRAISAL, MEMBER, as_criterion, clauses_of
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.guide import registry
from party_affairs.rules.evaluation.scheme import Band, check_criteria, check_grade_points

_ANSWERS_FOR = {
	"Party Branch": ("branch", "group", "member", "meeting", "appraisal"),
	"Party Member": ("member",),
}
"""Subjects of clauses whose findings belong to a branch, and to a member."""


class EvaluationScheme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.evaluation_band.evaluation_band import EvaluationBand
		from party_affairs.party_affairs.doctype.evaluation_criterion.evaluation_criterion import (
			EvaluationCriterion,
		)

		applies_to: DF.Literal["Party Branch", "Party Member"]
		bands: DF.Table[EvaluationBand]
		basis: DF.SmallText | None
		criteria: DF.Table[EvaluationCriterion]
		effective_from: DF.Date
		is_active: DF.Check
		scheme_name: DF.Data
	# end: auto-generated types

	def validate(self):
		self.validate_criteria()
		self.validate_clauses()
		self.validate_grades()
		self.validate_bands()

	def validate_criteria(self):
		with rules_speak_to_user():
			criteria = [as_criterion(row) for row in self.criteria]
			check_criteria(criteria)
			check_grade_points(criteria)

	def validate_clauses(self):
		"""A measured criterion rests on clauses that the records of such a subject can answer."""
		for row in self.criteria:
			clauses = clauses_of(row)
			row.rules = ", ".join(clauses)
			if row.source != "Measured":
				continue
			if not clauses:
				frappe.throw(
					_(
						"Row {0}: {1} is measured from records, so please name its clauses, such as R22, R26."
					).format(row.idx, frappe.bold(row.title))
				)
			for clause in clauses:
				self.validate_clause(row, clause)

	def validate_clause(self, row, clause_id):
		known = {clause.id: clause for clause in registry.all_clauses()}
		clause = known.get(clause_id)
		if clause is None:
			frappe.throw(_("Row {0}: the guide has no clause {1}.").format(row.idx, frappe.bold(clause_id)))
		if not clause.evaluated:
			frappe.throw(
				_(
					"Row {0}: clause {1} is not checked from records. Choose another one, or let a person judge."
				).format(row.idx, frappe.bold(clause_id))
			)
		if clause.subject not in _ANSWERS_FOR[self.applies_to]:
			frappe.throw(
				_("Row {0}: clause {1} says nothing about a {2}.").format(
					row.idx, frappe.bold(clause_id), _(self.applies_to)
				)
			)

	def validate_grades(self):
		"""The democratic appraisal grades members, not branches."""
		row = next((row for row in self.criteria if row.source == BY_APPRAISAL), None)
		if row and self.applies_to != MEMBER:
			frappe.throw(
				_("Row {0}: the democratic appraisal grades members and says nothing about a {1}.").format(
					row.idx, _(self.applies_to)
				)
			)

	def validate_bands(self):
		"""From the best band down, each begins with fewer points, and the best can be reached."""
		edges = [flt(row.minimum_points) for row in self.bands]
		if any(lower >= upper for upper, lower in pairwise(edges)):
			frappe.throw(
				_("{0}: list the bands from the best to the lowest, each with fewer points.").format(
					label_of(self, "bands")
				)
			)
		whole = sum(flt(row.max_points) for row in self.criteria)
		if edges and (edges[0] > whole or edges[-1] < 0):
			frappe.throw(
				_("{0}: points must lie between 0 and {1}, the sum of all criteria.").format(
					label_of(self, "bands"), f"{whole:g}"
				)
			)
		names = [row.band for row in self.bands]
		if len(names) != len(set(names)):
			frappe.throw(_("{0}: two bands have the same name.").format(label_of(self, "bands")))

	def rule_bands(self) -> list[Band]:
		"""Return the bands as `rules.scheme` takes them."""
		return [Band(Decimal(str(row.minimum_points)), row.band, row.stars or 0) for row in self.bands]
