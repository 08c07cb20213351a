"""The life of a self-check sheet, step by step in its order.

The branch ticks and hands up; the committee above confirms or returns single lines. An application (六好) goes on: publicity,
objections with their answers, decision. The branch may withdraw it until then, and the committee may take publicity back. Whoever has handed it up does not decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from party_affairs.checks.fields import label_of
from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.meetings.held import by_name
from party_affairs.facts.organisation.tree import branch_and_above
from party_affairs.permissions.grants import leads_above
from party_affairs.permissions.roles import MANAGER
from party_affairs.permissions.scope import access_of
from party_affairs.rules.calendar import last_of_workdays
from party_affairs.settings import workdays
from party_affairs.steps import Step

OPEN, HANDED_UP, CONFIRMED = "Being Filled In", "Handed Up", "Confirmed"
IN_PUBLICITY, APPROVED, REFUSED, WITHDRAWN = "In Publicity", "Approved", "Not Approved", "Withdrawn"
LINE_OPEN, LINE_TICKED, LINE_RETURNED, LINE_CONFIRMED = "Not Ticked", "Ticked", "Returned", "Confirmed"
APPLICATION = "Six Goods"
LEAST_PUBLICITY_DAYS = 5
MOST_MONTHS_AHEAD = 1
"""Publicity is announced when it is near: a day further off is a slip of the pen."""

_OF_PUBLICITY = ("publicity_from", "publicity_days", "publicity_until")
_SUBMITTED = 1
_DECIDING_KINDS = ("Member Assembly", "Committee Meeting")


def may_review(branch: str) -> bool:
	"""Whether the caller leads an organisation above `branch`: nobody confirms his own sheet."""
	above = frappe.db.get_value("Party Branch", branch, "parent_party_branch")
	return bool(above) and leads_above(above)


def acting_body(branch: str) -> str | None:
	"""Return in whose name the caller acts on a sheet of `branch`: the nearest organisation above it in which he leads.

	Whoever holds no post there, such as the Administrator, acts for the organisation directly above.
	"""
	seats = access_of(frappe.session.user).seats_by_role.get(MANAGER, frozenset())
	nearest_first = [name for name in reversed(branch_and_above(branch)) if name != branch]
	return next((name for name in nearest_first if name in seats), next(iter(nearest_first), None))


class SheetStep(Step):
	doctype = "Self Check"

	def throw(self, sentence: str) -> None:
		frappe.throw(sentence, SelfCheckError)

	def need(self, *states: str) -> None:
		"""Raise unless the sheet is in one of `states`."""
		if self.document.status not in states:
			self.throw(
				_("{0} is {1}: this step is not to be taken now.").format(
					frappe.bold(self.document.title), frappe.bold(_(self.document.status))
				)
			)

	def need_application(self) -> None:
		if self.document.kind != APPLICATION:
			self.throw(_("Only an application is made public and decided on."))

	def move(self, state: str, note: str | None = None) -> None:
		"""Change the state of the sheet, note it, and save what the step has set."""
		self.document.note_event(None, self.document.status, state, note)
		self.document.status = state
		self.save()

	def save(self) -> None:
		self.document.flags.step = True
		self.document.save(ignore_permissions=True)


class CommitteeStep(SheetStep):
	"""A step of the committee above: it reads the sheet and changes nothing but by its steps."""

	right = "read"

	def ask_right(self) -> None:
		super().ask_right()
		if not may_review(self.document.branch):
			frappe.throw(
				_("Sheets of {0} are reviewed by the committee above it.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)


class HandUp(SheetStep):
	"""The branch hands up a complete sheet; an application with the meeting of the branch that recommends it."""

	def check(self) -> None:
		"""It needs all lines ticked, and of an application the meeting that recommends it."""
		self.need(OPEN)
		document = self.document
		unanswered = [line for line in document.lines if line.work_state in (LINE_OPEN, LINE_RETURNED)]
		if unanswered:
			self.throw(
				_(
					"{0} lines are still to be ticked, the first is: {1}. Only a complete sheet goes up."
				).format(len(unanswered), frappe.bold(unanswered[0].question))
			)
		if document.kind == APPLICATION and not document.recommended_in:
			self.throw(
				_("{0}: name the meeting of the branch that decided to apply.").format(
					label_of(document, "recommended_in")
				)
			)

	def change(self) -> None:
		document = self.document
		document.handed_up_by, document.handed_up_on = frappe.session.user, document.today
		self.move(HANDED_UP)


@dataclass
class Confirm(CommitteeStep):
	"""The committee confirms lines, by default all that are answered; with the last one the sheet is confirmed."""

	keys: Sequence[str] | None = None
	opinion: str | None = None

	def check(self) -> None:
		"""It needs answered lines, and somebody else than who has handed them up."""
		self.need(HANDED_UP)
		if frappe.session.user == self.document.handed_up_by:
			frappe.throw(
				_("You handed this sheet up yourself. Another member of the committee confirms it."),
				frappe.PermissionError,
			)
		if not self.lines:
			self.throw(_("No answered line is left to confirm."))

	@property
	def lines(self) -> list:
		answered = [line for line in self.document.lines if line.work_state == LINE_TICKED]
		return answered if self.keys is None else [line for line in answered if line.line_key in self.keys]

	def change(self) -> None:
		document, today = self.document, self.document.today
		for line in self.lines:
			document.note_event(line, line.work_state, LINE_CONFIRMED)
			line.update(
				{"work_state": LINE_CONFIRMED, "reviewed_by": frappe.session.user, "reviewed_on": today}
			)
		document.review_opinion = (self.opinion or "").strip() or document.review_opinion
		if all(line.work_state == LINE_CONFIRMED for line in document.lines):
			document.confirmed_by, document.confirmed_on = frappe.session.user, today
			document.reviewing_body = acting_body(document.branch)
			self.move(CONFIRMED)
		else:
			self.save()


@dataclass
class Return(CommitteeStep):
	"""The committee returns one line with a sentence; all others stay as they are."""

	key: str = ""
	note: str = ""

	def check(self) -> None:
		"""It needs an answered or confirmed line, and a sentence that says what is to be put right."""
		self.need(HANDED_UP, CONFIRMED)
		if self.line is None:
			self.throw(_("There is no such line on {0}.").format(frappe.bold(self.document.title)))
		if not (self.note or "").strip():
			self.throw(_("Say in a sentence what the branch is to put right."))
		if self.line.work_state not in (LINE_TICKED, LINE_CONFIRMED):
			self.throw(_("This line is with the branch already."))

	@property
	def line(self):
		return next((line for line in self.document.lines if line.line_key == self.key), None)

	def change(self) -> None:
		document, line = self.document, self.line
		note = self.note.strip()
		document.note_event(line, line.work_state, LINE_RETURNED, note)
		line.update(
			{
				"work_state": LINE_RETURNED,
				"returned_note": note,
				"reviewed_by": frappe.session.user,
				"reviewed_on": self.document.today,
			}
		)
		document.confirmed_by = document.confirmed_on = document.reviewing_body = None
		if document.status == HANDED_UP:
			self.save()
		else:
			self.move(HANDED_UP, note)


@dataclass
class MakePublic(CommitteeStep):
	"""A reviewed application hangs out for some working days, of which the first is the day given."""

	first: date | None = None
	days: int = LEAST_PUBLICITY_DAYS

	def check(self) -> None:
		"""It needs an application with all lines confirmed and answered with Yes, and enough working days."""
		self.need_application()
		self.need(CONFIRMED)
		if self.days < LEAST_PUBLICITY_DAYS:
			self.throw(_("Publicity lasts at least {0} working days.").format(LEAST_PUBLICITY_DAYS))
		lacking = [line for line in self.document.lines if line.tick != "Yes"]
		if lacking:
			self.throw(
				_(
					"{0} is not answered with Yes: the six conditions must all be met. Return the line, or refuse."
				).format(frappe.bold(lacking[0].heading))
			)
		if self.begins < getdate(self.document.confirmed_on):
			self.throw(
				_("Publicity begins when all lines are confirmed, on {0} or later.").format(
					self.document.confirmed_on
				)
			)

		latest = getdate(add_months(self.document.today, MOST_MONTHS_AHEAD))
		if self.begins > latest:
			self.throw(
				_("Publicity begins by {0}: it is announced at most a month ahead.").format(
					frappe.format(latest, {"fieldtype": "Date"})
				)
			)

	@property
	def begins(self) -> date:
		return self.first or self.document.today

	def change(self) -> None:
		document = self.document
		document.publicity_from, document.publicity_days = self.begins, self.days
		document.publicity_until = last_of_workdays(self.begins, self.days, workdays().is_workday)
		document.reviewing_body = acting_body(document.branch)
		self.move(IN_PUBLICITY)


@dataclass
class TakePublicityBack(CommitteeStep):
	"""The committee takes publicity back, because of a wrong day for example: the application is confirmed as before.

	What was objected stays with the application.
	"""

	reason: str = ""

	def check(self) -> None:
		"""It needs an application in publicity, and a reason."""
		self.need(IN_PUBLICITY)
		if not (self.reason or "").strip():
			self.throw(_("Say why publicity is taken back."))

	def change(self) -> None:
		for fieldname in _OF_PUBLICITY:
			self.document.set(fieldname, None)
		self.move(CONFIRMED, self.reason.strip())


@dataclass
class Object(CommitteeStep):
	"""An objection that was raised during publicity is written down; nobody has to give his name."""

	raised_on: date | None = None
	objection: str = ""
	raised_by: str | None = None

	def check(self) -> None:
		"""It needs an application that is public, and a day of its publicity."""
		self.need(IN_PUBLICITY)
		if not (self.objection or "").strip():
			self.throw(_("Say what was objected."))
		if self.day > self.document.today:
			self.throw(_("An objection is not raised in the days to come."))
		first, last = getdate(self.document.publicity_from), getdate(self.document.publicity_until)
		if not first <= self.day <= last:
			self.throw(
				_("An objection is raised while the application is public, from {0} to {1}.").format(
					*(frappe.format(day, {"fieldtype": "Date"}) for day in (first, last))
				)
			)

	@property
	def day(self) -> date:
		return self.raised_on or self.document.today

	def change(self) -> None:
		values = {
			"raised_on": self.day,
			"raised_by": self.raised_by,
			"objection": self.objection.strip(),
			"application_on": self.document.handed_up_on,
		}
		self.document.append("objections", values)
		self.document.note_event(None, IN_PUBLICITY, IN_PUBLICITY, _("An objection was raised."))
		self.save()


@dataclass
class AnswerObjection(CommitteeStep):
	"""What was found about an objection is written beside it."""

	row: str = ""
	answer: str = ""

	def check(self) -> None:
		"""It needs an objection of this application, and an answer."""
		self.need(IN_PUBLICITY)
		if self.objection is None:
			self.throw(_("There is no such objection."))
		if not (self.answer or "").strip():
			self.throw(_("Say what was found about the objection."))

	@property
	def objection(self):
		return next((row for row in self.document.objections if row.name == self.row), None)

	def change(self) -> None:
		self.objection.update(
			{
				"answer": self.answer.strip(),
				"answered_on": self.document.today,
				"answered_by": frappe.session.user,
			}
		)
		self.save()


@dataclass
class Decide(CommitteeStep):
	"""The committee approves after publicity, or refuses with a reason; not the one who handed the application up."""

	decision: str = ""
	decided_on: date | None = None
	meeting: str | None = None
	document_no: str | None = None
	note: str | None = None
	term_until: date | None = None

	@property
	def day(self) -> date:
		return self.decided_on or self.document.today

	def check(self) -> None:
		"""It needs somebody else than who has handed it up; to approve, the end of publicity and answers to all objections."""
		self.need_application()
		if self.decision not in (APPROVED, REFUSED):
			self.throw(_("Decide between {0} and {1}.").format(_(APPROVED), _(REFUSED)))
		self.refuse_who_applied()
		if self.day > self.document.today or self.day < getdate(
			self.document.handed_up_on or self.document.today
		):
			self.throw(_("The day of the decision lies between handing up and today."))
		self.check_meeting()
		if self.decision == REFUSED:
			self.need(HANDED_UP, CONFIRMED, IN_PUBLICITY)
			if not (self.note or "").strip():
				self.throw(_("Say why the application is refused."))
			return
		self.need(IN_PUBLICITY)
		if self.day <= getdate(self.document.publicity_until):
			self.throw(
				_("Publicity lasts until {0}. Decide after that day.").format(self.document.publicity_until)
			)
		if any(not row.answer for row in self.document.objections):
			self.throw(_("An objection is not answered yet. Answer it before the decision."))
		if self.term_until and self.term_until <= self.day:
			self.throw(_("The title is valid until a day after the decision."))

	def refuse_who_applied(self) -> None:
		if frappe.session.user == self.document.handed_up_by:
			frappe.throw(
				_("You handed this application up yourself. Another member of the committee decides."),
				frappe.PermissionError,
			)

	def check_meeting(self) -> None:
		"""The meeting that decided is one of the committee above, with submitted minutes."""
		if not self.meeting:
			return
		held = by_name([self.meeting]).get(self.meeting)
		above = [name for name in branch_and_above(self.document.branch) if name != self.document.branch]
		if held is None or held.branch not in above or held.docstatus != _SUBMITTED:
			self.throw(
				_("{0}: choose a meeting of the committee above with submitted minutes.").format(
					label_of(self.document, "decision_meeting")
				)
			)

	def change(self) -> None:
		self.document.update(
			{
				"decision": self.decision,
				"decided_on": self.day,
				"decided_by": frappe.session.user,
				"deciding_body": self.body,
				"decision_meeting": self.meeting,
				"decision_no": self.document_no,
				"decision_note": (self.note or "").strip() or None,
				"term_until": self.term_until if self.decision == APPROVED else None,
			}
		)
		self.move(self.decision, self.document.decision_note)

	@property
	def body(self) -> str | None:
		"""The organisation that decides: the one that met, else the one in whose name the caller acts."""
		if self.meeting:
			return by_name([self.meeting])[self.meeting].branch
		return acting_body(self.document.branch)


@dataclass
class Withdraw(SheetStep):
	"""The branch takes its application back, as long as nothing is decided."""

	reason: str = ""

	def check(self) -> None:
		"""It needs an application that is not decided on, and a reason."""
		self.need_application()
		self.need(HANDED_UP, CONFIRMED, IN_PUBLICITY)
		if not (self.reason or "").strip():
			self.throw(_("Say why the application is withdrawn."))

	def change(self) -> None:
		document = self.document
		document.withdrawn_on, document.withdrawn_reason = self.document.today, self.reason.strip()
		self.move(WITHDRAWN, document.withdrawn_reason)


class ApplyAgain(SheetStep):
	"""A withdrawn application is taken up again: its lines stay, what came after handing up begins anew.

	What was objected to it before stays too, with the day of the application it was raised against.
	"""

	def check(self) -> None:
		"""It needs an application that was withdrawn."""
		self.need(WITHDRAWN)

	def change(self) -> None:
		document = self.document
		for fieldname in (
			*("handed_up_by", "handed_up_on", "confirmed_by", "confirmed_on", "reviewing_body"),
			*("withdrawn_on", "withdrawn_reason"),
			*_OF_PUBLICITY,
		):
			document.set(fieldname, None)
		for line in document.lines:
			line.work_state = LINE_TICKED if line.tick else LINE_OPEN
		self.move(OPEN)


class Refresh(SheetStep):
	"""What the records show beside lines that are with the branch is read anew."""

	def check(self) -> None:
		"""It needs a line that is with the branch."""
		if not any(self.document.is_with_branch(line) for line in self.document.lines):
			self.throw(
				_("No line is with the branch: what stood beside the lines when they were answered stays.")
			)

	def change(self) -> None:
		document = self.document
		document.show_records([line for line in document.lines if document.is_with_branch(line)])
		self.save()


def check_recommendation(document) -> None:
	"""Raise unless the meeting that recommends an application is one of the branch that decides, with a resolution."""
	held = by_name([document.recommended_in]).get(document.recommended_in)
	kinds = held and (held.kind, "Member Assembly" if held.also_assembly else None)
	fits = (
		held is not None
		and held.branch == document.branch
		and held.docstatus == _SUBMITTED
		and any(kind in _DECIDING_KINDS for kind in kinds)
	)
	if not fits:
		frappe.throw(
			_(
				"{0}: choose an assembly or committee meeting of {1} with submitted minutes, in which it was decided to apply."
			).format(label_of(document, "recommended_in"), frappe.bold(document.branch)),
			SelfCheckError,
		)
	first, last = getdate(document.period_start), document.today
	if not first <= getdate(held.meeting_date) <= last:
		frappe.throw(
			_("{0}: that meeting was on {1}. Choose one between {2} and the day of handing up.").format(
				label_of(document, "recommended_in"),
				*(frappe.format(day, {"fieldtype": "Date"}) for day in (held.meeting_date, first)),
			),
			SelfCheckError,
		)
	document.recommended_on = held.meeting_date
