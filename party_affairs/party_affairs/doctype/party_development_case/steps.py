"""The life of a development case (发展党员纪实): opened, its steps recorded one by one, moved with the person, ended.

Which steps the rules of admission ask for, in which order, with which meeting, vote and paper, is data of the guide, and
`rules/members/admission.py` judges them at each change. Here stands what is done to the case as a whole. What it says of
the person goes to his record each time it is saved (`pass_on_standing`).
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.fields import label_of, require
from party_affairs.checks.members import shown_name
from party_affairs.exceptions import DevelopmentError
from party_affairs.facts.members.development import DOCTYPE, case_of, steps_of
from party_affairs.guide.members import rulebooks
from party_affairs.party_affairs.doctype.party_member.party_member import change_standing
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members import development
from party_affairs.rules.members.membership import STAGE_DATES
from party_affairs.steps import Step

OPEN, BECAME_FULL, TERMINATED = "Open", "Became Full Member", "Terminated"

FIELDS_OF_CASE = {
	"Named as Activist": ("recommended_by",),
	"Publicity Begins": ("publicity_place", "publicity_phone"),
	"Publicity Ends": ("publicity_result",),
	"Political Review": ("political_review_result",),
	"Short Training": ("training_days", "training_hours", "training_exempt_reason"),
}
"""What the case itself keeps of a step, by the step's label, beside the step's own row."""

_NO_STANDING = {"status": "On Register", "left_branch_on": None, **dict.fromkeys(STAGE_DATES)}


class CaseStep(Step):
	doctype = DOCTYPE


class OpenCase(CaseStep):
	"""A case is opened in the person's own branch.

	A full member's case is his dossier, entered after the event; it leaves his stage alone until it is complete.
	"""

	right = "create"

	def check(self) -> None:
		"""It needs a person on register in the branch, who has no case yet."""
		case = self.document
		require(case, "member", exception=DevelopmentError)
		other = case_of(case.member)
		if other:
			frappe.throw(
				_("{0} already has the case {1}. Go on with it.").format(
					shown_name(case.member), frappe.bold(other)
				),
				DevelopmentError,
			)
		person = self.person
		if case.branch and person.branch != case.branch:
			frappe.throw(
				_("{0} does not belong to {1}. Open the case in the person's own branch.").format(
					shown_name(case.member), frappe.bold(case.branch)
				),
				DevelopmentError,
			)
		if person.status not in ON_REGISTER:
			frappe.throw(
				_("{0} is {1}: a case is opened for persons on register.").format(
					shown_name(case.member), _(person.status)
				),
				DevelopmentError,
			)

	def change(self) -> None:
		self.document.branch = self.person.branch

	@cached_property
	def person(self) -> Any:
		fields_of_person = ["branch", "status", "member_name"]
		return frappe.db.get_value("Party Member", self.document.member, fields_of_person, as_dict=True)


@dataclass(frozen=True)
class StepRecord:
	"""What is recorded of a step of the rules: its day, meeting, paper, vote, and what the case keeps of some steps.

	Training is in days and study hours. Without `done_on` the day is the meeting's.
	"""

	done_on: str | date | None = None
	meeting: str | None = None
	document_no: str | None = None
	eligible: int = 0
	present: int = 0
	in_favour: int = 0
	against: int = 0
	abstained: int = 0
	written_in_favour: int = 0
	remarks: str | None = None
	recommended_by: str | None = None
	publicity_place: str | None = None
	publicity_phone: str | None = None
	publicity_result: str | None = None
	political_review_result: str | None = None
	training_days: float | None = None
	training_hours: float | None = None
	training_exempt_reason: str | None = None

	def of_row(self) -> dict[str, Any]:
		"""Return what stands in the row of the step."""
		of_case = {name for names in FIELDS_OF_CASE.values() for name in names}
		return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in of_case}

	def of_case(self, step: str) -> dict[str, Any]:
		"""Return what the case keeps of the step with this label, as far as it is given."""
		given = {name: getattr(self, name) for name in FIELDS_OF_CASE.get(step, ())}
		return {name: value for name, value in given.items() if value is not None}


@dataclass
class RecordStep(CaseStep):
	"""A step of the rules, named by its label, is recorded with what proves it; the label of the next one is returned."""

	step: str
	record: StepRecord

	def check(self) -> None:
		"""It needs a step of the case, and its day or meeting; the saved case is judged by the rules."""
		if self.row is None:
			frappe.throw(_("Step {0} is unknown. Choose one of the case.").format(frappe.bold(self.step)))
		if not (self.record.done_on or self.record.meeting):
			frappe.throw(
				_("{0}: enter the day on which it was done, or its meeting.").format(
					frappe.bold(_(self.step))
				)
			)

	def change(self) -> str | None:
		self.row.update(self.record.of_row())
		self.document.update(self.record.of_case(self.step))
		self.document.save()
		return self.document.next_step

	@property
	def row(self) -> Document | None:
		return next((row for row in self.document.steps if row.step == self.step), None)


@dataclass
class MoveCase(CaseStep):
	"""A case goes with the person to the branch he was transferred to by the document `by`.

	Steps, investigations and papers go with it, and the time of cultivation runs on (article 12). Completing the
	transfer needs no right to the case.
	"""

	to_branch: str
	by: Document

	def change(self) -> None:
		case, by = self.document, self.by
		former = case.branch
		case.db_set("branch", self.to_branch)
		case.add_comment(
			"Info",
			_("Moved from {0} to {1} by {2} {3}. The time of cultivation runs on.").format(
				former, self.to_branch, _(by.doctype), by.name
			),
		)


class EndCase(CaseStep):
	"""A case that leads nowhere is terminated: its day and reason are entered in the form."""

	def check(self) -> None:
		"""It needs day and reason, a person who did not become a full member, and a day not before the last step."""
		case = self.document
		require(case, "ended_on", "end_reason", exception=DevelopmentError)
		steps = steps_of(case)
		if "full_approval" in steps:
			frappe.throw(
				_("{0} became a full member: the case is complete and is not terminated.").format(
					frappe.bold(case.member_name)
				),
				DevelopmentError,
			)
		if getdate(case.ended_on) < max(steps.values(), default=getdate(case.ended_on)):
			frappe.throw(
				_("{0} lies before a step of the case. Please check both dates.").format(
					label_of(case, "ended_on")
				),
				DevelopmentError,
			)

	def change(self) -> None:
		self.document.status = TERMINATED


def move_case(member: str, to_branch: str, by: Document) -> str | None:
	"""Let the case of a member go with him, and return its name, None without one. See :class:`MoveCase`."""
	name = frappe.db.get_value(DOCTYPE, {"member": member}, "name", for_update=True)
	if name:
		MoveCase(frappe.get_doc(DOCTYPE, name), to_branch, by).take()
	return name


def pass_on_standing(case: Document) -> None:
	"""Write the stage and its dates to the person's record, as far as they changed with this saving of the case.

	A record that is ahead of a case that has just been opened is left alone, until the case has caught up with it.
	"""
	before = case.get_doc_before_save()
	now, earlier = _standing(case), _standing(before) if before else _NO_STANDING
	changed = {key: value for key, value in now.items() if value != earlier.get(key)}
	if "stage" in changed:
		person = frappe.db.get_value("Party Member", case.member, "stage")
		is_ahead = _rank(person) > _rank(now["stage"])
		if is_ahead and person != earlier.get("stage"):
			del changed["stage"]
	if changed:
		change_standing(case.member, case, **changed)


def _standing(case: Document) -> dict[str, Any]:
	"""Return what the person's record says of the standing by this case.

	A case that ends before admission leaves an applicant, who may be named anew; a probationary member whose standing is
	taken away is no longer in the Party (取消预备党员资格).
	"""
	dates = development.stage_dates(steps_of(case), case.extension_months or 0)
	if not case.ended_on:
		return {"stage": case.stage, "status": "On Register", "left_branch_on": None, **dates}
	if dates["joined_on"]:
		left = getdate(case.ended_on)
		return {"stage": case.stage, "status": "Left the Party", "left_branch_on": left, **dates}
	applied = {**dict.fromkeys(STAGE_DATES), "applied_on": dates["applied_on"]}
	return {"stage": "Applicant", "status": "On Register", "left_branch_on": None, **applied}


def _rank(stage: str) -> int:
	return rulebooks.STAGES.index(frappe.scrub(stage))
