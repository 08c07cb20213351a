"""The life of a round of evaluation: measured, self-evaluated, judged, published with objections, final.

All sheets of a round are in its stage. Guide R50–R52 name stars, not the way to them: the stages, their days and who may
go on are those of the version of the scheme and of the organisation that conducts the round.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs import jobs
from party_affairs.compliance import evaluation_rounds
from party_affairs.compliance.evaluation import EVALUATION, MEMBER
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.party_affairs.doctype.evaluation_round.evaluation_round import check_decision
from party_affairs.permissions import scope_for
from party_affairs.permissions.scope import access_of
from party_affairs.rules.calendar import last_of_workdays
from party_affairs.rules.periods import calendar_year
from party_affairs.settings import workdays
from party_affairs.steps import Step

_SHEETS_AT_ONCE = 100
"""So many sheets are made final within a request; more of them on the long queue."""
_HUNG_BEFORE, _HANGS_WITHIN = timedelta(days=3), timedelta(days=31)
"""A notice on paper may hang some days before it is entered; none is entered longer ahead than a month."""


def conducts(document: Document, ptype: str = "write", user: str | None = None) -> bool:
	"""Whether a user has a right to the sheets of a round: those of members within their branch alone."""
	scope = scope_for(EVALUATION, ptype, user)
	if scope.unrestricted:
		return True
	reached = scope.seats if document.applies_to == MEMBER else scope.branches
	return document.branch in reached


@dataclass
class RoundStep(Step):
	"""A step of a round, taken by the organisation that conducts it; it is possible `in_stages` only.

	`sheet_right` is the right to the sheets that it needs. The days that people give lie near the day on which they take
	the step; a program, which enters what was done in other years, gives any.
	"""

	by_people: bool = field(default=False, init=False)

	doctype: ClassVar[str] = rounds.ROUND
	in_stages: ClassVar[tuple[str, ...]] = ()
	sheet_right: ClassVar[str] = "write"

	@classmethod
	def of(cls, name: str, **given: Any) -> "RoundStep":
		step = super().of(name, **given)
		step.by_people = True
		return step

	def take(self) -> Any:
		self.check()
		if self.by_people:
			self.check_days()
		return self.change()

	def check_days(self) -> None:
		"""Raise the sentence that says which days can be, if one that people gave cannot."""

	def ask_right(self) -> None:
		super().ask_right()
		if not conducts(self.document, self.sheet_right):
			frappe.throw(
				_("This evaluation is conducted by {0}: only its own officers go on with it.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""The step belongs to the stage of the round."""
		if self.document.stage not in self.in_stages:
			frappe.throw(
				_("The evaluation is in the stage {0}; this step belongs to {1}.").format(
					frappe.bold(_(self.document.stage)), ", ".join(_(stage) for stage in self.in_stages)
				),
				EvaluationError,
			)

	def check_sheets(self) -> None:
		if not rounds.counts(self.document.name)["sheets"]:
			frappe.throw(_("There are no sheets yet. Let the records be measured first."), EvaluationError)

	def check_judged(self) -> None:
		waiting = [row.subject_name for row in rounds.sheets_of(self.document.name) if row.unjudged]
		if waiting:
			frappe.throw(
				_("These sheets still have criteria to be judged: {0}.").format(", ".join(waiting)),
				EvaluationError,
			)

	def go_to(self, stage: str, **values) -> None:
		"""Write the stage on the round and on its sheets."""
		self.document.update({"stage": stage, **values})
		self.document.flags.step = True
		self.document.save()
		frappe.db.set_value(EVALUATION, {"round": self.document.name, "docstatus": 0}, "stage", stage)

	@property
	def version(self) -> Document:
		return frappe.get_cached_doc(schemes.VERSION, self.document.scheme_version)


@dataclass
class Measure(RoundStep):
	"""The records are read as of a day, and the sheets made or brought up to date; what was judged stays.

	Members of one branch are done at once, branches below a committee on the long queue. Returns `queued` and `message`.
	"""

	as_of: date | None = None

	in_stages: ClassVar[tuple[str, ...]] = evaluation_rounds.MEASURED_IN

	def check(self) -> None:
		"""The day has come."""
		super().check()
		if self.as_of and getdate(self.as_of) > getdate(nowdate()):
			frappe.throw(_("The records are read as of a day that has come."), EvaluationError)

	def check_days(self) -> None:
		"""The year that is evaluated has begun on it."""
		begin = calendar_year(self.document.year).start
		if getdate(self.as_of or nowdate()) < begin:
			frappe.throw(
				_("The year {0} is evaluated: read the records as of {1} or later.").format(
					self.document.year, frappe.format(begin, "Date")
				),
				EvaluationError,
			)

	def change(self) -> dict:
		document, as_of = self.document, getdate(self.as_of or nowdate())
		if document.applies_to == MEMBER or rounds.is_branch(document.branch):
			message = evaluation_rounds.measure(document.name, as_of)
			document.reload()
			return {"queued": False, "message": message}
		jobs.enqueue(
			"party_affairs.compliance.evaluation_rounds.measure",
			document.name,
			name=document.name,
			as_of=as_of,
			commit=True,
			told=frappe.session.user,
		)
		return {
			"queued": True,
			"message": _("The evaluation of {0} runs in the background.").format(document.branch),
		}


@dataclass
class OpenSelfEvaluation(RoundStep):
	"""Those who are evaluated write their own view, `until` a day."""

	until: date | None = None

	in_stages: ClassVar[tuple[str, ...]] = (rounds.PREPARED,)

	def check(self) -> None:
		"""There are sheets, the scheme knows self-evaluation, and the last day is named."""
		super().check()
		self.check_sheets()
		if not self.version.self_evaluation:
			frappe.throw(_("This scheme knows no self-evaluation. Begin the review."), EvaluationError)
		if not self.until:
			frappe.throw(_("Say until which day the self-evaluation is open."), frappe.MandatoryError)

	def check_days(self) -> None:
		"""There is time left for it."""
		if getdate(self.until) < getdate(nowdate()):
			frappe.throw(
				_("The self-evaluation is open until a day that is still to come, or today."), EvaluationError
			)

	def change(self) -> None:
		self.go_to(rounds.SELF_EVALUATION, self_evaluation_until=getdate(self.until))


@dataclass
class BeginReview(RoundStep):
	"""The organisation judges. What was not self-evaluated until then stays empty: nobody is kept waiting."""

	in_stages: ClassVar[tuple[str, ...]] = (rounds.PREPARED, rounds.SELF_EVALUATION)

	def check(self) -> None:
		"""There are sheets, and a scheme that begins with self-evaluation has had it."""
		super().check()
		self.check_sheets()
		if self.document.stage == rounds.PREPARED and self.version.self_evaluation:
			frappe.throw(_("This scheme begins with the self-evaluation. Open that first."), EvaluationError)

	def change(self) -> None:
		self.go_to(rounds.REVIEW)


@dataclass
class Publish(RoundStep):
	"""The results hang out from a day on, for the working days of the version; objections go to `contact`."""

	first_day: date | None = None
	where: str = ""
	contact: str = ""

	in_stages: ClassVar[tuple[str, ...]] = (rounds.REVIEW,)

	def check(self) -> None:
		"""Everything is judged, and place, contact and a possible first day are named."""
		super().check()
		self.check_sheets()
		self.check_judged()
		if not (self.where or "").strip() or not (self.contact or "").strip():
			frappe.throw(
				_("Say where the results are published, and to whom objections go."), frappe.MandatoryError
			)
		first = getdate(self.first_day or nowdate())
		if self.document.as_of and first < getdate(self.document.as_of):
			frappe.throw(
				_(
					"Results of {0} were not known before: let the publicity begin on that day or later."
				).format(frappe.format(self.document.as_of, "Date")),
				EvaluationError,
			)

	def check_days(self) -> None:
		"""The results hang out while people can object: at most a few days already, and within a month."""
		today, first = getdate(nowdate()), getdate(self.first_day or nowdate())
		earliest, latest = today - _HUNG_BEFORE, today + _HANGS_WITHIN
		if not earliest <= first <= latest:
			frappe.throw(
				_("Let the publicity begin between {0} and {1}.").format(
					frappe.format(earliest, "Date"), frappe.format(latest, "Date")
				),
				EvaluationError,
			)
		if self.last_day(first) < today:
			frappe.throw(
				_("Publicity from {0} would be over already. Let it begin today or later.").format(
					frappe.format(first, "Date")
				),
				EvaluationError,
			)

	def last_day(self, first: date) -> date:
		return last_of_workdays(first, self.version.publicity_days, workdays().is_workday)

	def change(self) -> None:
		first = getdate(self.first_day or nowdate())
		self.go_to(
			rounds.PUBLICITY,
			publicity_from=first,
			publicity_until=self.last_day(first),
			publicised_where=self.where.strip(),
			contact_for_objections=self.contact.strip(),
		)


@dataclass
class ReturnToReview(RoundStep):
	"""The organisation judges again, as after an objection that was right; the reason is kept.

	Of a round that is final what is final stays: it is gone on with for those who were left out, or whose result was withdrawn.
	"""

	reason: str = ""

	in_stages: ClassVar[tuple[str, ...]] = (rounds.PUBLICITY, rounds.FINAL)

	def ask_right(self) -> None:
		super().ask_right()
		if self.document.stage == rounds.FINAL and not conducts(self.document, "submit"):
			frappe.throw(
				_("A result is withdrawn by the organisation that conducted the evaluation."),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""The reason is given."""
		super().check()
		if not (self.reason or "").strip():
			frappe.throw(_("Give the reason for which the results are judged again."), frappe.MandatoryError)

	def change(self) -> None:
		self.go_to(
			rounds.REVIEW,
			returned_because=self.reason.strip(),
			publicity_from=None,
			publicity_until=None,
			finalised_on=None,
		)


@dataclass
class Finish(RoundStep):
	"""The results become final by a decision of a `meeting`, once the publicity is over and every objection answered.

	Nobody makes his own evaluation final where he is the only one evaluated.
	"""

	meeting: str | None = None

	in_stages: ClassVar[tuple[str, ...]] = (rounds.PUBLICITY,)
	sheet_right: ClassVar[str] = "submit"

	def check(self) -> None:
		"""Publicity is over, every objection answered, everything judged, the meeting named, and somebody else decides on oneself."""
		super().check()
		until = getdate(self.document.publicity_until)
		if getdate(nowdate()) <= until:
			frappe.throw(
				_("The publicity goes on until {0}. The results become final after it.").format(
					frappe.format(until, "Date")
				),
				EvaluationError,
			)
		for row in rounds.open_objections(self.document.name):
			frappe.throw(
				_("An objection to the evaluation of {0} is still to be answered.").format(
					frappe.bold(row.subject_name)
				),
				EvaluationError,
			)
		self.check_sheets()
		self.check_judged()
		self.check_meeting()
		self.refuse_own_only()

	def check_meeting(self) -> None:
		if not self.meeting:
			frappe.throw(_("Name the meeting that decided the results."), frappe.MandatoryError)
		check_decision(self.meeting, self.document.branch)

	def check_days(self) -> None:
		"""The meeting knew what came of the publicity, and was held."""
		until, today = getdate(self.document.publicity_until), getdate(nowdate())
		held = getdate(frappe.db.get_value("Party Meeting", self.meeting, "meeting_date"))
		if not until <= held <= today:
			frappe.throw(
				_(
					"The meeting was held on {0}. Results are decided from {1} on, the last day of the publicity: name a meeting held since."
				).format(frappe.format(held, "Date"), frappe.format(until, "Date")),
				EvaluationError,
			)

	def refuse_own_only(self) -> None:
		sheets = [row for row in rounds.sheets_of(self.document.name) if not row.docstatus]
		if len(sheets) != 1 or frappe.session.user == "Administrator":
			return
		(sheet,) = sheets
		own = access_of(frappe.session.user)
		if sheet.subject in (own.member, own.branch):
			frappe.throw(
				_(
					"Nobody makes his own evaluation final where only he is evaluated. Ask somebody else of the organisation that conducts it, or above."
				),
				frappe.PermissionError,
			)

	def change(self) -> dict:
		number = rounds.counts(self.document.name)["sheets"]
		self.go_to(rounds.FINAL, decided_in=self.meeting, finalised_on=getdate(nowdate()))
		return _freeze_now_or_later(self.document.name, number)


@dataclass
class FinishSheets(RoundStep):
	"""The sheets that are no more than drafts become final: where a job broke off, it is gone on with."""

	in_stages: ClassVar[tuple[str, ...]] = (rounds.FINAL,)
	sheet_right: ClassVar[str] = "submit"

	def check(self) -> None:
		"""The round is final, and some of its sheets are not."""
		super().check()
		if not drafts_of(self.document.name):
			frappe.throw(_("All sheets of this evaluation are final."), EvaluationError)

	def change(self) -> dict:
		return _freeze_now_or_later(self.document.name, len(drafts_of(self.document.name)))


def drafts_of(name: str) -> list[str]:
	"""Return the sheets of a round that are not final."""
	return [row.name for row in rounds.sheets_of(name) if not row.docstatus]


def _freeze_now_or_later(name: str, number: int) -> dict:
	if number <= _SHEETS_AT_ONCE:
		freeze(name)
		return {"queued": False, "message": _("{0} sheets are final.").format(number)}
	jobs.enqueue(f"{__name__}.freeze", name, name=name, commit=True)
	return {"queued": True, "message": _("{0} sheets become final in the background.").format(number)}


def freeze(name: str, *, commit: bool = False) -> None:
	"""Submit the sheets of a round that is final. No permission is checked; what is submitted already stays."""

	def submit(chunk) -> None:
		for sheet in chunk:
			document = frappe.get_doc(EVALUATION, sheet)
			if document.docstatus.is_draft():
				document.flags.ignore_permissions = True
				document.flags.final = True
				document.submit()

	for _done in jobs.in_chunks(drafts_of(name), _SHEETS_AT_ONCE, submit, commit=commit):
		pass
