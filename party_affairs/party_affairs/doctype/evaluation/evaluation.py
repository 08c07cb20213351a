import hashlib
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_link_to_form, getdate, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import label_of, require
from party_affairs.compliance.evaluation import BRANCH, FROM_RECORDS, as_criterion, fill, measure
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.evaluation.sheets import with_key
from party_affairs.permissions import scope_for
from party_affairs.permissions.scope import access_of
from party_affairs.rules.evaluation.scheme import score

_MEASURED_FIELDS = ("points", "basis", "not_demanded")
_SNAPSHOT_FIELDS = ("title", "max_points", "source")


class Evaluation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.evaluation_score.evaluation_score import EvaluationScore

		amended_from: DF.Link | None
		band: DF.Data | None
		branch: DF.Link
		evaluated_on: DF.Date | None
		evaluation_key: DF.Data | None
		naming_series: DF.Literal["EV-.YYYY.-.#####"]
		opinion: DF.SmallText | None
		scheme: DF.Link
		scores: DF.Table[EvaluationScore]
		stars: DF.Int
		subject: DF.DynamicLink
		subject_doctype: DF.Link
		subject_name: DF.Data | None
		total: DF.Float
		unjudged: DF.Int
		year: DF.Int
	# end: auto-generated types

	def before_insert(self):
		self.set_subject()
		check_year(self.year)
		self.set_key()
		self.refuse_second_sheet()
		self.measure_new_sheet()

	def validate(self):
		self.set_subject()
		self.set_key()
		self.validate_rows()
		self.record_judges()
		self.set_totals()

	def before_submit(self):
		if self.unjudged:
			open_rows = [row.title for row in self.scores if self.is_open(row)]
			frappe.throw(
				_(
					"These criteria are still to be judged: {0}. Enter their points, for none 0 with the reason."
				).format(", ".join(open_rows))
			)

	def on_cancel(self):
		# A new sheet of the same subject and year may then be made.
		self.db_set("evaluation_key", None)

	def set_subject(self):
		"""Name and branch follow from the subject; the branch decides who may see the sheet."""
		require(self, "scheme", "subject")
		self.subject_doctype = frappe.get_cached_value("Evaluation Scheme", self.scheme, "applies_to")
		if self.subject_doctype == BRANCH:
			self.subject_name, self.branch = self.subject, self.subject
		else:
			self.subject_name, self.branch = frappe.db.get_value(
				self.subject_doctype, self.subject, ["member_name", "branch"]
			) or (None, None)
			require(self, "branch", exception=frappe.LinkValidationError)
		if not self.flags.ignore_permissions:
			scope_for("Evaluation", "create" if self.is_new() else "write").check_branch(self.branch)

	def set_key(self):
		"""One sheet a scheme, subject and year: the key is unique in the database, and of fixed length."""
		parts = (self.scheme, self.subject_doctype, self.subject, str(self.year))
		self.evaluation_key = hashlib.sha256("\n".join(parts).encode()).hexdigest()

	def refuse_second_sheet(self):
		other = with_key(self.evaluation_key)
		if other:
			frappe.throw(
				_("{0} already has a sheet for {1}: {2}. Open that one.").format(
					frappe.bold(self.subject_name), self.year, get_link_to_form("Evaluation", other)
				),
				frappe.DuplicateEntryError,
			)

	def measure_new_sheet(self):
		"""A sheet made by hand is filled like one that is made for all subjects at once."""
		if self.flags.measured:
			return
		scheme = self.scheme_document()
		if not scheme.is_active:
			frappe.throw(
				_("{0} is no longer in use. Choose another scheme.").format(frappe.bold(self.scheme))
			)
		if not self.amended_from:
			# Points that came with the form belong to no criterion yet, and nobody has stood up for them.
			self.set("scores", [])
		as_of = getdate(nowdate())
		measured = measure(
			scheme.criteria, self.subject_doctype, {self.subject: self.branch}, self.year, as_of
		)
		fill(self, scheme, measured[self.subject], as_of)

	def validate_rows(self):
		"""Criteria and measured points are the scheme's and the records'; only judged points are typed."""
		before = self.get_doc_before_save()
		if self.flags.pop("measured", False) or not before:
			return
		kept = {row.criterion_key: row for row in before.scores}
		if [row.criterion_key for row in self.scores] != list(kept):
			frappe.throw(
				_("{0}: rows follow the scheme and cannot be added, removed or moved.").format(
					label_of(self, "scores")
				)
			)
		for row in self.scores:
			old = kept[row.criterion_key]
			for field in _SNAPSHOT_FIELDS:
				row.set(field, old.get(field))
			if row.source in FROM_RECORDS and any(_differs(row, old, field) for field in _MEASURED_FIELDS):
				frappe.throw(
					_(
						"Row {0}: {1} is measured from the records and cannot be typed. Correct the records instead."
					).format(row.idx, frappe.bold(row.title))
				)

	def record_judges(self):
		"""The user who enters or changes judged points or their reason is recorded as judge; nobody judges himself."""
		kept = {row.criterion_key: row for row in self.rows_before()}
		for row in self.scores:
			if row.source in FROM_RECORDS:
				row.judged_by = None
				continue
			old = kept.get(row.criterion_key)
			if old and not (_differs(row, old, "points") or _differs(row, old, "basis")):
				row.judged_by = old.judged_by
			else:
				row.judged_by = frappe.session.user if row.points or row.basis else None
				self.refuse_own_judgement(row)

	def rows_before(self) -> list:
		"""The rows as they were stored; of an amended sheet, those of the cancelled one."""
		before = self.get_doc_before_save()
		if not before and self.amended_from:
			before = frappe.get_doc("Evaluation", self.amended_from)
		return before.scores if before else []

	def refuse_own_judgement(self, row):
		if (
			row.judged_by
			and self.subject_doctype != BRANCH
			and access_of(row.judged_by).member == self.subject
		):
			frappe.throw(
				_("Row {0}: nobody judges himself. Ask another member of the committee.").format(row.idx),
				frappe.PermissionError,
			)

	def set_totals(self):
		achieved = {}
		for row in self.scores:
			if row.not_demanded:
				achieved[row.criterion_key] = None
			elif not self.is_open(row):
				achieved[row.criterion_key] = Decimal(str(flt(row.points, 2)))
		with rules_speak_to_user():
			card = score(
				[as_criterion(row) for row in self.scores], achieved, self.scheme_document().rule_bands()
			)
		self.total = float(card.total)
		self.unjudged = card.awaiting
		self.band = card.band.name if card.band else None
		self.stars = card.band.stars if card.band else 0

	def is_open(self, row) -> bool:
		"""Whether a criterion still waits for somebody to judge it."""
		return row.source == "Judged" and not row.judged_by

	def scheme_document(self):
		return frappe.get_cached_doc("Evaluation Scheme", self.scheme)


def _differs(row, old, field: str) -> bool:
	if field == "points":
		return flt(row.points, 2) != flt(old.points, 2)
	return (row.get(field) or "") != (old.get(field) or "")
