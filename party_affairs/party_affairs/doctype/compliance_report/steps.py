"""The way of a report that goes up: explained by the branch, acknowledged or returned by the committee above, corrected.

A corrected report is a version of its own, frozen from the records as they are then; the one before it stays as it was.
"""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate, now_datetime, nowdate

from party_affairs import jobs, settings
from party_affairs.checks.fields import label_of
from party_affairs.checks.typed import typed_text
from party_affairs.compliance import handing_up
from party_affairs.compliance.report import ACKNOWLEDGED, FILED, HANDED_UP, REPORT, RETURNED
from party_affairs.exceptions import DutyReportError
from party_affairs.language import in_site_language
from party_affairs.party_affairs.doctype.self_check.steps import may_review
from party_affairs.permissions.roles import MANAGER, SECRETARY
from party_affairs.permissions.scope import access_of
from party_affairs.steps import StatusStep

_CORRECT = "party_affairs.compliance.handing_up.correct"


def may_answer(branch: str) -> bool:
	"""Whether the caller answers for the reports of `branch`: its secretary, or the officers of the committee itself."""
	if frappe.session.user == "Administrator":
		return True
	seats = access_of(frappe.session.user).seats_by_role
	return any(branch in seats.get(role, ()) for role in (SECRETARY, MANAGER))


class ReportStep(StatusStep):
	"""Reports are written by the app alone: a step asks who takes it, and saves without the right to write."""

	doctype = REPORT
	right = "read"
	exception = DutyReportError
	asks_right_to_save = False

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a report with status {0}, and this one has {1}.")


class StepOfBranch(ReportStep):
	"""A step of the organisation whose report it is."""

	def ask_right(self) -> None:
		super().ask_right()
		if not may_answer(self.document.branch):
			frappe.throw(
				_("Only those in charge of {0} answer for its reports.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)


class StepOfCommittee(ReportStep):
	"""A step of the committee above."""

	def ask_right(self) -> None:
		super().ask_right()
		if not may_review(self.document.branch):
			frappe.throw(
				_("Reports of {0} are acknowledged or returned by the committee above it.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)


@dataclass
class Explain(StepOfBranch):
	"""The branch says of one clause why it stands as it does; an empty explanation takes back the one before."""

	rule: str = ""
	explanation: str = ""

	since = (HANDED_UP, RETURNED, FILED)
	writes = ("explanations",)

	def check(self) -> None:
		"""It needs a clause that the report lists."""
		super().check()
		if self.rule not in {row.rule for row in self.document.lines}:
			frappe.throw(
				_("{0} is not listed in this report. Choose a clause that is missed, late or due.").format(
					frappe.bold(self.rule)
				),
				DutyReportError,
			)
		self.explanation = typed_text(self.explanation, frappe.bold(_("Explanation")), DutyReportError)

	def change(self) -> None:
		document = self.document
		document.explanations = [row for row in document.explanations if row.rule != self.rule]
		if self.explanation:
			written = {"written_by": frappe.session.user, "written_on": now_datetime()}
			document.append("explanations", {"rule": self.rule, "explanation": self.explanation, **written})
		for number, row in enumerate(document.explanations, start=1):
			row.idx = number
		self.save()


@dataclass
class Acknowledge(StepOfCommittee):
	"""The committee has read the report (已阅), with a remark if it has one."""

	remark: str = ""

	since, to = (HANDED_UP,), ACKNOWLEDGED
	writes = ("acknowledged_on", "acknowledged_by", "acknowledge_remark")

	def check(self) -> None:
		"""A report that was handed up is wanted; a remark is looked at as typed text."""
		super().check()
		self.remark = typed_text(self.remark, label_of(self.document, "acknowledge_remark"), DutyReportError)

	def change(self) -> None:
		document = self.document
		document.update(
			{
				"acknowledged_on": now_datetime(),
				"acknowledged_by": frappe.session.user,
				"acknowledge_remark": self.remark or None,
			}
		)
		with in_site_language():
			self.save(_("The report was acknowledged."))
			handing_up.tell_branch(
				document,
				_("Acknowledged: {0}").format(document.title),
				self.remark or _("The committee above has read the report."),
			)


@dataclass
class Return(StepOfCommittee):
	"""The committee returns the report for correction (退回更正): what is to be put right, and by which day."""

	remark: str = ""
	correct_by: date | None = None

	since, to = (HANDED_UP,), RETURNED
	writes = ("returned_on", "returned_by", "return_remark", "correct_by", "reminded_on")

	def check(self) -> None:
		"""It needs a sentence that says what is to be put right, and a day that is not over."""
		super().check()
		self.remark = typed_text(self.remark, label_of(self.document, "return_remark"), DutyReportError)
		if not self.remark:
			frappe.throw(_("Say in a sentence what the branch is to put right."), DutyReportError)
		if self.day < getdate(nowdate()):
			frappe.throw(
				_("{0} is over already. Enter a later day.").format(label_of(self.document, "correct_by")),
				DutyReportError,
			)

	@property
	def day(self) -> date:
		"""By when: the day given, else as the settings have it."""
		return self.correct_by or getdate(add_days(nowdate(), settings.days_to_correct()))

	def change(self) -> None:
		document = self.document
		document.update(
			{
				"returned_on": now_datetime(),
				"returned_by": frappe.session.user,
				"return_remark": self.remark,
				"correct_by": self.day,
				"reminded_on": None,
			}
		)
		with in_site_language():
			self.save(_("The report was returned for correction."))
			words = _("Correct the records by {0}, then hand the report up again.").format(
				formatdate(self.day)
			)
			handing_up.tell_branch(
				document, _("Returned: {0}").format(document.title), f"{self.remark}\n{words}"
			)


class Correct(StepOfBranch):
	"""The branch has put its records right: the report is frozen anew as the next version and goes up.

	That of a committee, for which everything below is checked, is written on the long queue: None is returned then, else its name.
	"""

	since = (RETURNED,)

	def change(self) -> str | None:
		name = self.document.name
		if self.document.below_count:
			jobs.enqueue(_CORRECT, name, name=name, commit=True)
			return None
		new = handing_up.correct(name)
		if not new:
			frappe.throw(
				_(
					"The records of {0} could not be checked, so the report stays as it is. Ask the administrator."
				).format(frappe.bold(self.document.branch)),
				DutyReportError,
			)
		return new


STEPS = (Explain, Acknowledge, Return, Correct)
"""All steps, in the order of a report's life."""
