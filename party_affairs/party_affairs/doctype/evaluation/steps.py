"""What is done with one sheet of a round beside judging: self-evaluation, objections, withdrawing a final result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt, get_datetime, getdate, nowdate

from party_affairs.checks.fields import label_of
from party_affairs.checks.markup import plain
from party_affairs.checks.typed import typed_text
from party_affairs.compliance.evaluation import EVALUATION, MEMBER
from party_affairs.compliance.evaluation_rounds import write_numbers
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.field_values import refusal
from party_affairs.party_affairs.doctype.evaluation_round.steps import ReturnToReview, conducts
from party_affairs.permissions.scope import access_of
from party_affairs.steps import Step

_NOBODY = "Administrator"
"""Who stands in the database as the writer of an objection: the form itself says who raised it, or that nobody is named."""


@dataclass
class SheetStep(Step):
	"""A step of a sheet that belongs to a round in the stage `in_stage`."""

	doctype: ClassVar[str] = EVALUATION
	in_stage: ClassVar[str] = ""

	def check(self) -> None:
		"""The sheet belongs to a round in the stage of the step."""
		if not self.document.round or self.document.stage != self.in_stage:
			frappe.throw(
				_("This belongs to the stage {0}; the evaluation of {1} is in the stage {2}.").format(
					frappe.bold(_(self.in_stage)),
					frappe.bold(self.document.subject_name),
					_(self.document.stage),
				),
				EvaluationError,
			)

	@property
	def round(self) -> Document:
		return frappe.get_cached_doc(rounds.ROUND, self.document.round)


@dataclass
class SelfEvaluate(SheetStep):
	"""The evaluated says how he sees himself: a `summary`, and if he likes `points` and a `basis` by criterion.

	For a member who wrote it on paper somebody else enters it, as long as he has not done so himself; who did is kept.

	`rows` are by criterion key; points count nothing, they are read beside those of the judge.
	"""

	summary: str = ""
	rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

	bases: dict[str, str] = field(default_factory=dict, init=False)

	in_stage: ClassVar[str] = rounds.SELF_EVALUATION

	def check(self) -> None:
		"""It is open, the summary written, and points lie within their criteria."""
		super().check()
		until = self.round.self_evaluation_until
		if until and getdate(nowdate()) > getdate(until):
			frappe.throw(
				_("The self-evaluation was open until {0}.").format(frappe.format(until, "Date")),
				EvaluationError,
			)
		if not self.is_own() and self.was_own():
			frappe.throw(
				_("{0} has written his self-evaluation himself. Only he changes it.").format(
					frappe.bold(self.document.subject_name)
				),
				frappe.PermissionError,
			)
		self.summary = typed_text(self.summary, label_of(self.document, "self_summary"), EvaluationError)
		if not self.summary:
			frappe.throw(_("Write how you see the year: the summary is empty."), frappe.MandatoryError)
		known = {row.criterion_key: row for row in self.document.scores if row.line == schemes.CRITERION}
		for key, given in self.rows.items():
			row = known.get(key)
			if row is None:
				frappe.throw(_("The sheet has no such criterion."), EvaluationError)
			refuse_unreadable(self.document, row, given, {"points": "self_points", "basis": "self_basis"})
			if not 0 <= flt(given.get("points")) <= row.max_points:
				frappe.throw(
					_("{0}: give points from 0 to {1}.").format(
						frappe.bold(row.title), f"{row.max_points:g}"
					),
					EvaluationError,
				)
			basis = f"{frappe.bold(row.title)}, {label_of(row, 'self_basis')}"
			self.bases[key] = typed_text(cstr(given.get("basis")), basis, EvaluationError)

	def is_own(self) -> bool:
		"""Whether the caller writes about himself, or for the branch that is evaluated."""
		document = self.document
		return document.subject_doctype != MEMBER or (
			access_of(frappe.session.user).member == document.subject
		)

	def was_own(self) -> bool:
		"""Whether what stands there was written by the member himself, or by nobody knows whom."""
		document = self.document
		if not document.self_evaluated_on:
			return False
		user = frappe.db.get_value(MEMBER, document.subject, "user")
		return document.self_evaluated_by in (None, "", user)

	def change(self) -> None:
		document = self.document
		for row in document.scores:
			given = self.rows.get(row.criterion_key)
			if given is not None:
				row.self_points = flt(given.get("points"), 2)
				row.self_basis = self.bases[row.criterion_key] or None
				row.db_update()
		frappe.db.set_value(
			EVALUATION,
			document.name,
			{
				"self_summary": self.summary,
				"self_evaluated_on": getdate(nowdate()),
				"self_evaluated_by": frappe.session.user,
			},
		)


@dataclass
class RaiseObjection(SheetStep):
	"""Somebody objects to a published result, by his name or unnamed.

	Of an unnamed one nothing says who it was: the row is written in nobody's name, and no version of the sheet is kept.
	"""

	objection: str = ""
	raised_by: str = ""
	unnamed: bool = False

	in_stage: ClassVar[str] = rounds.PUBLICITY

	def check(self) -> None:
		"""The results hang out today, and it is said what is objected to."""
		super().check()
		first, last = getdate(self.round.publicity_from), getdate(self.round.publicity_until)
		if not first <= getdate(nowdate()) <= last:
			frappe.throw(
				_("Objections are raised from {0} to {1}.").format(
					frappe.format(first, "Date"), frappe.format(last, "Date")
				),
				EvaluationError,
			)
		self.objection = typed_text(self.objection, _("Objection"), EvaluationError)
		if not self.objection:
			frappe.throw(_("Write what you object to."), frappe.MandatoryError)

	def change(self) -> None:
		row = self.document.append(
			"objections",
			{
				"raised_on": getdate(nowdate()),
				"is_unnamed": int(self.unnamed),
				"raised_by": None if self.unnamed else self.raised_by,
				"objection": self.objection,
			},
		)
		row.owner = row.modified_by = _NOBODY
		row.creation = row.modified = f"{nowdate()} 00:00:00"
		row.set_new_name()
		# Who has the sheet open must load it anew, or would write over the row. The time itself is not told: beside the logins it would
		# say who was here.
		moved = get_datetime(self.document.modified) + timedelta(microseconds=1)
		frappe.db.set_value(
			EVALUATION, self.document.name, {"modified": moved, "modified_by": _NOBODY}, update_modified=False
		)
		row.db_insert()


@dataclass
class Withdraw(Step):
	"""A final result that turns out to be wrong is withdrawn with the `reason`; returns the name of the sheet that follows it.

	The sheet stays to be read, as cancelled. Its successor keeps what was judged and stands in the review of the same round:
	it is published and decided on as the others were, which stay final. Whoever conducted the evaluation takes the step.
	"""

	reason: str = ""

	doctype: ClassVar[str] = EVALUATION
	right: ClassVar[str] = "submit"

	def ask_right(self) -> None:
		super().ask_right()
		if self.document.round and not conducts(
			frappe.get_cached_doc(rounds.ROUND, self.document.round), "submit"
		):
			frappe.throw(
				_("A result is withdrawn by the organisation that conducted the evaluation."),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""The result is final, and the reason given."""
		if not self.document.docstatus.is_submitted():
			frappe.throw(_("Only a final result is withdrawn."), EvaluationError)
		if not (self.reason or "").strip():
			frappe.throw(_("Give the reason for which the result is withdrawn."), frappe.MandatoryError)

	def change(self) -> str | None:
		document, reason = self.document, self.reason.strip()
		document.db_set("withdrawn_because", plain(reason), notify=False)
		document.flags.step = True
		document.flags.ignore_permissions = True
		document.cancel()
		if not document.round:
			return None
		round_ = frappe.get_doc(rounds.ROUND, document.round, for_update=True)
		if round_.stage != rounds.REVIEW:
			ReturnToReview(round_, reason=reason).take()
		name = self.successor()
		write_numbers(document.round)
		return name

	def successor(self) -> str:
		sheet = frappe.copy_doc(self.document)
		sheet.update({"amended_from": self.document.name, "withdrawn_because": None, "docstatus": 0})
		for table in ("objections", "changes"):
			sheet.set(table, [])
		sheet.flags.successor_in = self.document.round
		sheet.flags.ignore_permissions = True
		return sheet.insert().name


def refuse_unreadable(
	sheet: Document, row: Document, given: Mapping[str, Any], fields: Mapping[str, str]
) -> None:
	"""Raise ValidationError naming person, row and field for what a line of a sheet cannot hold, such as 12分 for points.

	`fields` says which field of the `row` each of the values `given` is meant for.
	"""
	for name, fieldname in fields.items():
		value = given.get(name)
		if isinstance(value, bool) and name == "points":
			value = str(value)
		sentence = refusal(row.meta.get_field(fieldname), value)
		if sentence:
			frappe.throw(
				_("{0}, row {1}: {2}").format(sheet.subject_name, row.idx, sentence), EvaluationError
			)
