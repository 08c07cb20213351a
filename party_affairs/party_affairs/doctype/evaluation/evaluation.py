from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_link_to_form, getdate, now_datetime, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of, require
from party_affairs.compliance import evaluation
from party_affairs.compliance.evaluation_rounds import MEASURED_IN, write_numbers
from party_affairs.exceptions import EvaluationError, rules_speak_to_user
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.facts.evaluation.sheets import with_key
from party_affairs.permissions import roles, scope_for
from party_affairs.permissions.scope import access_of
from party_affairs.rules.evaluation.scheme import score, share_of_points

_OF_THE_SCHEME = ("line", "dimension", "title", "max_points", "weight", "source", "measure", "judge")
_OF_THE_RECORDS = ("points", "basis", "holds", "state", "found", "demanded")
_OF_THE_RUN = ("share", "records", "self_points", "self_basis")
_WRITTEN_BY_STEPS = (
	*("round", "stage", "self_summary", "self_evaluated_on", "self_evaluated_by", "evaluated_on"),
	*("scheme_version", "is_example", "fingerprint", "withdrawn_because", "measured_at"),
)
_JUDGED_IN = (rounds.PREPARED, rounds.REVIEW)
_JUDGE_EVERYTHING = frozenset({roles.MANAGER, roles.SECRETARY, roles.ORGANISATION})
"""Roles that judge what the scheme gives to nobody else."""


class Evaluation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.evaluation_change.evaluation_change import EvaluationChange
		from party_affairs.party_affairs.doctype.evaluation_objection.evaluation_objection import (
			EvaluationObjection,
		)
		from party_affairs.party_affairs.doctype.evaluation_score.evaluation_score import EvaluationScore

		amended_from: DF.Link | None
		band: DF.Data | None
		base_points: DF.Float
		bonus: DF.Float
		branch: DF.Link
		changes: DF.Table[EvaluationChange]
		deduction: DF.Float
		evaluated_on: DF.Date | None
		evaluation_key: DF.Data | None
		fingerprint: DF.Data | None
		is_example: DF.Check
		measured_at: DF.Datetime | None
		naming_series: DF.Literal["EV-.YYYY.-.#####"]
		objections: DF.Table[EvaluationObjection]
		opinion: DF.SmallText | None
		round: DF.Link | None
		scheme: DF.Link
		scheme_version: DF.Link | None
		scores: DF.Table[EvaluationScore]
		self_evaluated_by: DF.Link | None
		self_evaluated_on: DF.Date | None
		self_summary: DF.SmallText | None
		stage: DF.Literal["Being Prepared", "Self-Evaluation", "Review", "Publicity", "Final"]
		stars: DF.Int
		subject: DF.DynamicLink
		subject_doctype: DF.Link
		subject_name: DF.Data | None
		total: DF.Float
		unjudged: DF.Int
		veto: DF.SmallText | None
		whole: DF.Float
		withdrawn_because: DF.SmallText | None
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
		self.keep_what_the_run_wrote()
		self.validate_rows()
		self.record_judges()
		self.validate_opinion()
		self.validate_objections()
		self.record_answers()
		self.set_totals()

	def on_update(self):
		before = self.get_doc_before_save()
		said = (self.round, bool(self.unjudged))
		if self.round and (not before or (before.round, bool(before.unjudged)) != said):
			write_numbers(self.round)

	def before_submit(self):
		self.refuse_final_alone()
		if self.unjudged:
			open_rows = [row.title for row in self.scores if self.is_open(row)]
			frappe.throw(
				_(
					"These criteria are still to be judged: {0}. Enter their points, for none 0 with the reason."
				).format(", ".join(open_rows))
			)
		unanswered = [row.idx for row in self.objections if not (row.answer or "").strip()]
		if unanswered:
			frappe.throw(
				_("{0}, row {1}: an objection is answered before the sheet becomes final.").format(
					label_of(self, "objections"), unanswered[0]
				),
				EvaluationError,
			)
		self.stage = rounds.FINAL

	def refuse_final_alone(self):
		"""Publicity and a decision make a result final, and those are of a round."""
		if self.flags.final:
			return
		if self.round:
			frappe.throw(
				_("{0} is part of an evaluation, with which it becomes final: {1}.").format(
					frappe.bold(self.name), get_link_to_form(rounds.ROUND, self.round)
				),
				EvaluationError,
			)
		frappe.throw(
			_(
				"No sheet becomes final by itself. Make the evaluation of {0} for {1} by this scheme and measure the records: this sheet then joins it, and becomes final with it after publicity and a decision."
			).format(frappe.bold(self.branch), self.year),
			EvaluationError,
		)

	def before_cancel(self):
		if self.round and not self.flags.step:
			frappe.throw(
				_("A final result is withdrawn with the reason for it: use {0}.").format(
					frappe.bold(_("Withdraw the Result"))
				),
				EvaluationError,
			)

	def on_cancel(self):
		# A new sheet of the same subject and year may then be made.
		self.db_set("evaluation_key", None)

	def on_trash(self):
		"""What was published, objected to or made final stays: it is withdrawn, and not made undone."""
		if self.objections or self.stage in (rounds.PUBLICITY, rounds.FINAL) or not self.docstatus.is_draft():
			frappe.throw(
				_(
					"The evaluation of {0} was published or objected to and stays. Judge it again, or withdraw the final result."
				).format(frappe.bold(self.subject_name)),
				EvaluationError,
			)

	def set_subject(self):
		"""Name and branch follow from the subject; the branch decides who may see the sheet."""
		require(self, "scheme", "subject")
		self.subject_doctype = frappe.get_cached_value("Evaluation Scheme", self.scheme, "applies_to")
		if self.subject_doctype == evaluation.BRANCH:
			self.subject_name, self.branch = self.subject, self.subject
		else:
			self.subject_name, self.branch = frappe.db.get_value(
				self.subject_doctype, self.subject, ["member_name", "branch"]
			) or (None, None)
			require(self, "branch", exception=frappe.LinkValidationError)
		if not self.flags.ignore_permissions:
			scope = scope_for("Evaluation", "create" if self.is_new() else "write")
			scope.check_branch(self.branch)
			if not scope.includes(self):
				frappe.throw(
					_("Members are evaluated within their branch, {0}.").format(frappe.bold(self.branch)),
					frappe.PermissionError,
				)

	def set_key(self):
		"""One sheet a scheme, subject and year: the key is unique in the database, and of fixed length."""
		self.evaluation_key = evaluation.key_of(self.scheme, self.subject_doctype, self.subject, self.year)

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
		if not frappe.get_cached_value("Evaluation Scheme", self.scheme, "is_active"):
			frappe.throw(
				_("{0} is no longer in use. Choose another scheme.").format(frappe.bold(self.scheme))
			)
		if not self.amended_from:
			# Points that came with the form belong to no criterion yet, and nobody has stood up for them.
			self.set("scores", [])
		evaluation.fill_one(self, getdate(nowdate()), self.join_round())

	def join_round(self):
		"""A sheet belongs to the round in which its subject is evaluated, and is made by the version of that; None without one."""
		self.round = self.flags.successor_in or rounds.conducting(self.scheme, self.year, self.branch)
		if not self.round:
			return None
		round_ = frappe.get_doc(rounds.ROUND, self.round)
		if round_.stage not in MEASURED_IN:
			frappe.throw(
				_(
					"{0} is in the stage {1}, in which nobody is added. Take it back to the review first; what is final stays."
				).format(get_link_to_form(rounds.ROUND, self.round), frappe.bold(_(round_.stage))),
				EvaluationError,
			)
		self.stage = round_.stage
		return frappe.get_cached_doc(schemes.VERSION, round_.scheme_version)

	def keep_what_the_run_wrote(self):
		if not self.flags.measured:
			keep_what_steps_wrote(self, _WRITTEN_BY_STEPS)
			before = self.get_doc_before_save()
			if before:
				self.set("changes", before.changes)

	def validate_rows(self):
		"""Criteria and measured points are the scheme's and the records'; only judged points are typed."""
		before = self.get_doc_before_save()
		if self.flags.measured or not before:
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
			for field in (*_OF_THE_SCHEME, *_OF_THE_RUN):
				row.set(field, old.get(field))
			if row.source == schemes.JUDGED:
				row.update({field: old.get(field) for field in ("state", "found", "demanded")})
			elif any(_differs(row, old, field) for field in _OF_THE_RECORDS):
				frappe.throw(
					_(
						"Row {0}: {1} is measured from the records and cannot be typed. Correct the records instead."
					).format(row.idx, frappe.bold(row.title))
				)

	def record_judges(self):
		"""Who enters or changes a judgement is recorded with it, and gives the reason; nobody judges himself."""
		kept = {row.criterion_key: row for row in self.rows_before()}
		for row in self.scores:
			if row.source != schemes.JUDGED:
				row.judged_by = row.judged_on = None
				continue
			old = kept.get(row.criterion_key)
			if old and not any(_differs(row, old, field) for field in ("points", "basis", "holds")):
				row.judged_by, row.judged_on = old.judged_by, old.judged_on
			elif row.points or row.basis or row.holds:
				self.record_judgement(row)
			else:
				if old and old.judged_by:
					self.check_may_judge(row)
				row.judged_by = row.judged_on = None
			self.set_share(row)

	def record_judgement(self, row):
		if not (row.basis or "").strip():
			frappe.throw(
				_("{0} is judged by a person, who says why. Please give the reason.").format(
					frappe.bold(row.title)
				),
				frappe.MandatoryError,
			)
		self.check_may_judge(row)
		row.judged_by, row.judged_on = frappe.session.user, now_datetime()

	def check_may_judge(self, row):
		"""Judging has its stages, and its people: whom the scheme names, else who conducts the evaluation."""
		if self.round and self.stage not in _JUDGED_IN:
			frappe.throw(
				_("{0}: the evaluation is in the stage {1}, in which nothing is judged.").format(
					frappe.bold(row.title), frappe.bold(_(self.stage))
				),
				EvaluationError,
			)
		if not may_judge(row.judge):
			frappe.throw(
				_("{0} is judged by the {1}.").format(
					frappe.bold(row.title), _(row.judge or roles.SECRETARY)
				),
				frappe.PermissionError,
			)
		self.refuse_evaluated_branch(row)
		self.refuse_own_judgement(row)

	def refuse_evaluated_branch(self, row):
		"""Where an organisation above evaluates its branches, none of them judges itself."""
		conductor = self.conductor_elsewhere()
		if conductor:
			frappe.throw(
				_("{0} conducts this evaluation, and judges.").format(frappe.bold(conductor)),
				frappe.PermissionError,
			)

	def conductor(self) -> str | None:
		return frappe.db.get_value(rounds.ROUND, self.round, "branch") if self.round else None

	def conductor_elsewhere(self) -> str | None:
		"""The organisation that conducts the evaluation, if the caller does not act for it."""
		conductor = self.conductor()
		return conductor if conductor and not scope_for("Evaluation", "write").covers(conductor) else None

	def set_share(self, row):
		"""Judged points as a share of their criterion, or as the number of times that a bonus applies."""
		if row.line == schemes.VETO:
			return
		if not row.judged_by:
			row.state, row.share, row.found = schemes.AWAITING, 0, 0
			return
		row.state = schemes.SCORED
		points = Decimal(str(flt(row.points, 2)))
		with rules_speak_to_user():
			if row.line == schemes.CRITERION:
				row.share = float(share_of_points(points, self.criterion(row.criterion_key)))
			else:
				row.found = float(self.times_of(points, row))

	def times_of(self, points: Decimal, row) -> Decimal:
		adjustment = next(part for part in self.rule_version().adjustments if part.key == row.criterion_key)
		return points / adjustment.points_each

	def criterion(self, key: str):
		return next(part for part in self.rule_version().criteria if part.key == key)

	def rows_before(self) -> list:
		"""The rows as they were stored; of an amended sheet, those of the cancelled one."""
		before = self.get_doc_before_save()
		if not before and self.amended_from:
			before = frappe.get_doc("Evaluation", self.amended_from)
		return before.scores if before else []

	def refuse_own_judgement(self, row):
		"""Nobody judges himself; neither does he take back what others judged of him."""
		if self.is_about_caller():
			frappe.throw(
				_("Row {0}: nobody judges himself. Ask another member of the committee.").format(row.idx),
				frappe.PermissionError,
			)

	def is_about_caller(self) -> bool:
		return (
			self.subject_doctype != evaluation.BRANCH
			and access_of(frappe.session.user).member == self.subject
		)

	def refuse_own(self, fieldname: str):
		"""What the organisation says of somebody is written by others than himself, of a branch by who evaluates it."""
		conductor = self.conductor_elsewhere()
		if conductor or self.is_about_caller():
			frappe.throw(
				_("{0}: {1} conducts this evaluation, and writes this.").format(
					label_of(self, fieldname), frappe.bold(conductor)
				)
				if conductor
				else _("{0}: nobody writes this of himself. Ask another member of the committee.").format(
					label_of(self, fieldname)
				),
				frappe.PermissionError,
			)

	def validate_opinion(self):
		if self.flags.measured:
			return
		if self.get_doc_before_save() is None and self.opinion and not self.amended_from:
			self.refuse_own("opinion")
		if not changed_fields(self, ["opinion"]):
			return
		self.refuse_own("opinion")
		if self.round and self.stage not in _JUDGED_IN:
			frappe.throw(
				_("{0} is written before the results are published.").format(label_of(self, "opinion")),
				EvaluationError,
			)
		if not may_judge(None):
			frappe.throw(
				_(
					"{0} is written by the secretary, the organisation commissioner or the committee's officer."
				).format(label_of(self, "opinion")),
				frappe.PermissionError,
			)

	def validate_objections(self):
		"""Objections are raised while the results are published; what was raised stays as it was said."""
		before = self.get_doc_before_save()
		if self.flags.measured or not before:
			return
		kept = {row.name: row for row in before.objections}
		new = [row for row in self.objections if row.name not in kept]
		if self.round and new and self.stage != rounds.PUBLICITY:
			frappe.throw(
				_("{0}: objections are raised while the results are published.").format(
					label_of(self, "objections")
				),
				EvaluationError,
			)
		for row in new:
			self.check_day_of_objection(row)
		if len(self.objections) - len(new) < len(kept):
			frappe.throw(
				_("{0}: what was raised stays; answer it.").format(label_of(self, "objections")),
				EvaluationError,
			)
		for row in self.objections:
			old = kept.get(row.name)
			if old:
				row.update(
					{name: old.get(name) for name in ("raised_on", "is_unnamed", "raised_by", "objection")}
				)

	def check_day_of_objection(self, row):
		"""It was raised while the results hung out, and not in days to come."""
		if not self.round:
			return
		first, last = frappe.db.get_value(rounds.ROUND, self.round, ["publicity_from", "publicity_until"])
		last = min(getdate(last), getdate(nowdate()))
		if not getdate(first) <= getdate(row.raised_on) <= last:
			frappe.throw(
				_("{0}: an objection was raised from {1} to {2}. Correct its day.").format(
					label_of(self, "objections"), frappe.format(first, "Date"), frappe.format(last, "Date")
				),
				EvaluationError,
			)

	def record_answers(self):
		"""Who answers an objection is recorded with the day."""
		before = self.get_doc_before_save()
		kept = {row.name: row for row in before.objections} if before else {}
		for row in self.objections:
			old = kept.get(row.name)
			if old and (old.answer or "") == (row.answer or ""):
				row.answered_on, row.answered_by = old.answered_on, old.answered_by
			elif (row.answer or "").strip():
				self.refuse_own_answer(row)
				row.answered_on, row.answered_by = getdate(nowdate()), frappe.session.user
			else:
				if old and (old.answer or "").strip():
					self.refuse_own_answer(row)
				row.answered_on = row.answered_by = None
			if row.is_unnamed:
				row.raised_by = None

	def refuse_own_answer(self, row):
		"""Who is evaluated does not answer for the organisation what is objected to his own result."""
		conductor = self.conductor_elsewhere()
		if conductor or self.is_about_caller():
			frappe.throw(
				_(
					"{0}, row {1}: nobody answers an objection to his own result. {2} answers it by another member of its committee."
				).format(
					label_of(self, "objections"),
					row.idx,
					frappe.bold(conductor or self.conductor() or self.branch),
				),
				frappe.PermissionError,
			)

	def set_totals(self):
		with rules_speak_to_user():
			card = score(self.rule_version(), schemes.inputs_of(self.scores))
		evaluation.write_card(self, card)

	def is_open(self, row) -> bool:
		"""Whether a criterion still waits for somebody to judge it."""
		return row.line == schemes.CRITERION and row.state == schemes.AWAITING

	def rule_version(self):
		return schemes.load(self.scheme_version)


def may_judge(judge: str | None) -> bool:
	"""Whether the caller has the role to judge what the scheme gives to `judge`, or to nobody in particular."""
	held = set(frappe.get_roles())
	return judge in held if judge else bool(held & _JUDGE_EVERYTHING)


def _differs(row, old, field: str) -> bool:
	if field in ("points", "found", "demanded", "holds"):
		return flt(row.get(field), 2) != flt(old.get(field), 2)
	return (row.get(field) or "") != (old.get(field) or "")


def on_doctype_update():
	frappe.db.add_index("Evaluation", ["scheme_version", "year"])
