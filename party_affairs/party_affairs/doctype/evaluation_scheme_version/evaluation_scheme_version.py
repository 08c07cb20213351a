import hashlib
import json
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt, getdate

from party_affairs.checks.fields import keep_what_steps_wrote, label_of, require
from party_affairs.compliance.evaluation import asks_of
from party_affairs.exceptions import EvaluationError, rules_speak_to_user
from party_affairs.facts.evaluation import schemes
from party_affairs.guide import registry
from party_affairs.rules.evaluation.scheme import CLAUSE_MISSED, Version, check_version
from party_affairs.rules.evaluation.what_if import check_whole

_ANSWERS_FOR = {
	"Party Branch": ("branch", "group", "member", "meeting", "appraisal"),
	"Party Member": ("member",),
}
"""Subjects of clauses whose findings belong to a branch, and to a member."""
_TABLES = ("dimensions", "criteria", "adjustments", "vetoes", "bands")
_CONTENT = (
	*("scheme", "version", "effective_from", "whole", "publicity_days", "self_evaluation", "least_group"),
	*("bonus_cap", "deduction_cap", *_TABLES),
)
"""What a version says; who adopted it, and until when it holds, is said of it."""
_WRITTEN_BY_STEPS = (
	*("standing", "effective_to", "adopted_by", "resolution_meeting", "adopted_on", "document_no"),
	"resolution",
)
_NUMBERS = ("Float", "Int", "Check")
_LEAST_DAYS, _MOST_DAYS = 1, 60
_MOST_STARS = 10
_FIRST_DAY = date(2000, 1, 1)


class EvaluationSchemeVersion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.evaluation_adjustment.evaluation_adjustment import (
			EvaluationAdjustment,
		)
		from party_affairs.party_affairs.doctype.evaluation_band.evaluation_band import EvaluationBand
		from party_affairs.party_affairs.doctype.evaluation_criterion.evaluation_criterion import (
			EvaluationCriterion,
		)
		from party_affairs.party_affairs.doctype.evaluation_dimension.evaluation_dimension import (
			EvaluationDimension,
		)
		from party_affairs.party_affairs.doctype.evaluation_veto.evaluation_veto import EvaluationVeto

		adjustments: DF.Table[EvaluationAdjustment]
		adopted_by: DF.Link | None
		adopted_on: DF.Date | None
		applies_to: DF.Literal["Party Branch", "Party Member"]
		bands: DF.Table[EvaluationBand]
		bonus_cap: DF.Float
		criteria: DF.Table[EvaluationCriterion]
		deduction_cap: DF.Float
		dimensions: DF.Table[EvaluationDimension]
		document_no: DF.Data | None
		effective_from: DF.Date
		effective_to: DF.Date | None
		fingerprint: DF.Data | None
		least_group: DF.Int
		publicity_days: DF.Int
		resolution: DF.SmallText | None
		resolution_meeting: DF.Link | None
		scheme: DF.Link
		self_evaluation: DF.Check
		standing: DF.Literal["Draft", "Example", "Adopted", "Retired"]
		version: DF.Int
		vetoes: DF.Table[EvaluationVeto]
		whole: DF.Float

	# end: auto-generated types
	def autoname(self):
		self.set_number()
		self.name = f"{self.scheme} v{self.version}"

	def validate(self):
		require(self, "scheme")
		keep_what_steps_wrote(self, _WRITTEN_BY_STEPS)
		self.set_scheme_facts()
		self.refuse_change_once_used()
		self.validate_dimensions()
		with rules_speak_to_user():
			version = schemes.version_of(self)
			check_version(version)
			check_whole(version, str(flt(self.whole, 2)))
		self.validate_limits()
		self.validate_clauses(version)
		self.validate_parameters()
		with rules_speak_to_user():
			asks_of(version, self.applies_to)
		self.fingerprint = self.content_fingerprint()

	def on_trash(self):
		if self.standing != schemes.DRAFT or schemes.is_used(self.name):
			frappe.throw(
				_("{0} is in use or was adopted, and stays. Make a new version instead.").format(
					frappe.bold(self.name)
				),
				EvaluationError,
			)

	def set_number(self):
		require(self, "scheme")
		self.version = schemes.newest_number(self.scheme) + 1

	def set_scheme_facts(self):
		self.applies_to = frappe.db.get_value("Evaluation Scheme", self.scheme, "applies_to")

	def refuse_change_once_used(self):
		"""A version by which sheets are made says for ever what it said: another one is a new version."""
		before = self.get_doc_before_save()
		if (
			before
			and before.standing != schemes.DRAFT
			and before.content_fingerprint() != self.content_fingerprint()
		):
			frappe.throw(
				_(
					"{0} stands and cannot be changed. Make a new version of the scheme, and change that."
				).format(frappe.bold(self.name)),
				EvaluationError,
			)

	def validate_dimensions(self):
		known = [row.dimension for row in self.dimensions]
		for row in self.criteria:
			if row.dimension and row.dimension not in known:
				frappe.throw(
					_(
						"{0}, row {1}: {2} is none of the dimensions above. Add it there, or choose one of them."
					).format(label_of(self, "criteria"), row.idx, frappe.bold(row.dimension))
				)
		if len(known) != len(set(known)):
			frappe.throw(_("{0}: a dimension is listed twice.").format(label_of(self, "dimensions")))

	def validate_limits(self):
		"""Days, stars and the first day are such as there can be; what stands already is not asked again."""
		before = self.get_doc_before_save()
		if before and before.standing != schemes.DRAFT:
			return
		if not _LEAST_DAYS <= (self.publicity_days or 0) <= _MOST_DAYS:
			frappe.throw(
				_("{0}: give {1} to {2} working days.").format(
					label_of(self, "publicity_days"), _LEAST_DAYS, _MOST_DAYS
				),
				EvaluationError,
			)
		for row in self.bands:
			if not 0 <= (row.stars or 0) <= _MOST_STARS:
				frappe.throw(
					_("{0}, row {1}: {2} has from 0 to {3} stars.").format(
						label_of(self, "bands"), row.idx, frappe.bold(row.band), _MOST_STARS
					),
					EvaluationError,
				)
		if self.effective_from and getdate(self.effective_from) < _FIRST_DAY:
			frappe.throw(
				_("{0}: let the version begin on {1} or later.").format(
					label_of(self, "effective_from"), frappe.format(_FIRST_DAY, "Date")
				),
				EvaluationError,
			)

	def validate_clauses(self, version: Version):
		"""What rests on clauses names such that the records of such a subject can answer."""
		for row, criterion in zip(self.criteria, version.criteria, strict=True):
			row.rules = ", ".join(criterion.rules)
			if criterion.measure == "clause_rate" and not criterion.rules:
				frappe.throw(
					_(
						"Row {0}: {1} is measured from records, so please name its clauses, such as R22, R26."
					).format(row.idx, frappe.bold(row.title))
				)
			for clause in criterion.rules:
				self.validate_clause(row, clause)
			if criterion.measure == "appraisal_grade" and self.applies_to != "Party Member":
				frappe.throw(
					_(
						"Row {0}: the democratic appraisal grades members and says nothing about a {1}."
					).format(row.idx, _(self.applies_to))
				)
		for row, veto in zip(self.vetoes, version.vetoes, strict=True):
			row.rule = veto.rule
			if veto.ground == CLAUSE_MISSED:
				self.validate_clause(row, veto.rule)

	def validate_clause(self, row, clause_id: str):
		clause = next((clause for clause in registry.all_clauses() if clause.id == clause_id), None)
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

	def validate_parameters(self):
		"""Further parameters are an object of JSON."""
		for row in (*self.criteria, *self.adjustments):
			try:
				given = json.loads(row.parameters or "{}")
			except ValueError:
				given = None
			if not isinstance(given, dict):
				frappe.throw(
					_("{0}: write further parameters as {1}, or leave them empty.").format(
						frappe.bold(row.title), '{"late_credit": "0.5"}'
					)
				)
			if given and row.source != "Measured":
				frappe.throw(
					_("{0} is not measured from records: leave its further parameters empty.").format(
						frappe.bold(row.title)
					),
					EvaluationError,
				)

	def content_fingerprint(self) -> str:
		"""Return what stands for the content of the version: two versions that say the same have the same."""
		said = {name: _said(self, name) for name in _CONTENT if name not in _TABLES}
		for table in _TABLES:
			said[table] = [
				{field.fieldname: _said(row, field.fieldname) for field in row.meta.fields}
				for row in self.get(table)
			]
		return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

	def rule_version(self) -> Version:
		"""Return the version as `rules.evaluation.scheme` takes it."""
		return schemes.version_of(self)


def _said(document: Document, fieldname: str) -> str:
	"""A value as text, the same whether it came from a form or from the database."""
	field = document.meta.get_field(fieldname)
	value = document.get(fieldname)
	return f"{flt(value, 6):g}" if field and field.fieldtype in _NUMBERS else cstr(value).strip()
