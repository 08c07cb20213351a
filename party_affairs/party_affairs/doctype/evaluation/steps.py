"""What is done with one sheet of a round beside judging: self-evaluation, objections, withdrawing a final result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate, now, nowdate

from party_affairs.compliance.evaluation import EVALUATION
from party_affairs.compliance.evaluation_rounds import write_numbers
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.party_affairs.doctype.evaluation_round.steps import ReturnToReview, conducts
from party_affairs.steps import Step

_LONGEST_TEXT = 2000
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

	`rows` are by criterion key; points count nothing, they are read beside those of the judge.
	"""

	summary: str = ""
	rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

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
		if not (self.summary or "").strip():
			frappe.throw(_("Write how you see the year: the summary is empty."), frappe.MandatoryError)
		if len(self.summary) > _LONGEST_TEXT:
			frappe.throw(_("At most {0} characters, please.").format(_LONGEST_TEXT), EvaluationError)
		known = {row.criterion_key: row for row in self.document.scores if row.line == schemes.CRITERION}
		for key, given in self.rows.items():
			row = known.get(key)
			if row is None:
				frappe.throw(_("The sheet has no such criterion."), EvaluationError)
			if not 0 <= flt(given.get("points")) <= row.max_points:
				frappe.throw(
					_("{0}: give points from 0 to {1}.").format(
						frappe.bold(row.title), f"{row.max_points:g}"
					),
					EvaluationError,
				)

	def change(self) -> None:
		document = self.document
		for row in document.scores:
			given = self.rows.get(row.criterion_key)
			if given is not None:
				row.self_points = flt(given.get("points"), 2)
				row.self_basis = (given.get("basis") or "").strip()[:_LONGEST_TEXT] or None
				row.db_update()
		frappe.db.set_value(
			EVALUATION,
			document.name,
			{"self_summary": self.summary.strip(), "self_evaluated_on": getdate(nowdate())},
		)


@dataclass
class RaiseObjection(SheetStep):
	"""Somebody objects to a published result, by his name or unnamed.

	Of an unnamed one nothing says who it was: the row is written in nobody's name, and no version of the sheet is kept.
	"""

	objection: str = ""
	raised_by: str = ""
	unnamed: int = 0

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
		if not (self.objection or "").strip():
			frappe.throw(_("Write what you object to."), frappe.MandatoryError)
		if len(self.objection) > _LONGEST_TEXT:
			frappe.throw(_("At most {0} characters, please.").format(_LONGEST_TEXT), EvaluationError)

	def change(self) -> None:
		unnamed = cint(self.unnamed)
		row = self.document.append(
			"objections",
			{
				"raised_on": getdate(nowdate()),
				"is_unnamed": unnamed,
				"raised_by": None if unnamed else self.raised_by,
				"objection": self.objection.strip(),
			},
		)
		row.owner = row.modified_by = _NOBODY
		row.creation = row.modified = f"{nowdate()} 00:00:00"
		row.set_new_name()
		frappe.db.set_value(
			EVALUATION, self.document.name, {"modified": now(), "modified_by": _NOBODY}, update_modified=False
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
		document.db_set("withdrawn_because", reason, notify=False)
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
