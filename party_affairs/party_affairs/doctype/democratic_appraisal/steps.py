"""The life of a democratic appraisal (民主评议党员), step by step in its order.

Being prepared → voting open → voting closed → votes counted → grades decided → result announced. Voting can be abandoned
until the votes are counted, and then begins anew; a decision can be cancelled and amended, the votes stay counted.
"""

import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate, now_datetime

from party_affairs.ballots import keys, roll, urn, voting
from party_affairs.ballots.seal import SealError, new_keys
from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import AppraisalError, rules_speak_to_user
from party_affairs.facts.meetings import held
from party_affairs.rules.appraisal import grades as rules
from party_affairs.settings import appraisal_settings
from party_affairs.steps import StatusStep

PREPARED, OPEN, CLOSED, COUNTED = "Being Prepared", "Voting Open", "Voting Closed", "Votes Counted"
DECIDED, ANNOUNCED, CANCELLED = "Grades Decided", "Result Announced", "Cancelled"

GRADE_COLUMNS = tuple(rules.GRADES)
BOTH = "Both Together"
"""What stands in place of an electorate where only the sum of both may be shown."""


class AppraisalStep(StatusStep):
	doctype = "Democratic Appraisal"
	exception = AppraisalError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for an appraisal with status {0}, and this one has {1}.")


@dataclass
class OpenVoting(AppraisalStep):
	"""Voting begins: the roll of the day and the keys of the urn are made. `at` is the moment, now by default."""

	at: Any = None

	since, to = (PREPARED,), OPEN
	writes = ("opened_on", "least_ballots", "inside_voters", "public_key")

	def check(self) -> None:
		"""It needs the times, an end that lies ahead, and members to appraise."""
		super().check()
		require(self.document, "opens_on", "closes_on", "members", exception=AppraisalError)
		if get_datetime(self.document.closes_on) <= self.moment:
			frappe.throw(
				_("{0} is over already. Enter a later time.").format(label_of(self.document, "closes_on")),
				AppraisalError,
			)

	def change(self) -> None:
		private_key, public_key = new_keys()
		voters = self.document.party_members()
		self.document.update(
			{
				"opened_on": self.moment,
				"least_ballots": appraisal_settings().least_ballots,
				"inside_voters": len(voters),
				"public_key": public_key,
			}
		)
		self.save(_("Voting was opened."))
		roll.enter_members(self.document.name, self.moment, voters)
		keys.store(self.document.name, private_key)

	@cached_property
	def moment(self):
		return _moment(self.at)


@dataclass
class MakeSlips(AppraisalStep):
	"""Codes are made for `number` voters outside the Party and returned; they are kept nowhere."""

	number: int

	since = (OPEN,)

	def check(self) -> None:
		"""It needs as many people outside the Party who have no slip yet."""
		super().check()
		document = self.document
		issued = roll.numbers(document.name)[rules.OUTSIDE][0]
		left = cint(document.outside_voters) - issued
		if not 1 <= self.number <= left:
			frappe.throw(
				_(
					"{0} people outside the Party vote and {1} slips exist: enter a number from 1 to {2}."
				).format(cint(document.outside_voters), issued, left)
				if left > 0
				else _("There are as many slips as {0}. Raise the number first, or revoke slips.").format(
					label_of(document, "outside_voters")
				),
				AppraisalError,
			)

	def change(self) -> list[str]:
		return roll.issue_codes(self.document.name, self.document.opened_on, self.number)


class RevokeSlips(AppraisalStep):
	"""The codes that have not been used become worthless; their number is returned."""

	since = (OPEN,)

	def change(self) -> int:
		return roll.revoke_codes(self.document.name)


@dataclass
class MarkOnPaper(AppraisalStep):
	"""The roll notes that a member votes on paper, or not after all."""

	member: str
	on_paper: bool

	since = (OPEN,)

	def check(self) -> None:
		"""Whether voting goes on and the member has not voted is seen with the roll locked, as it is marked."""

	def change(self) -> None:
		voting.set_paper(roll.member_key(self.document.name, self.member), self.on_paper)


@dataclass
class CloseVoting(AppraisalStep):
	"""Voting ends, and rows for the paper ballots are laid out. `at` is the moment, now by default."""

	at: Any = None

	since, to = (OPEN,), CLOSED
	writes = ("closed_on",)

	def check(self) -> None:
		"""It needs that the time of voting is over, or that everybody has voted."""
		super().check()
		closes_on = self.document.closes_on
		if self.moment <= get_datetime(closes_on) and not self.all_have_voted():
			frappe.throw(
				_(
					"Voting goes on until {0}, and not everybody has voted. Wait, or set an earlier end first."
				).format(frappe.format(closes_on, {"fieldtype": "Datetime"})),
				AppraisalError,
			)

	def change(self) -> None:
		self.document.closed_on = min(self.moment, get_datetime(self.document.closes_on))
		self.prepare_paper_counts()
		self.save(_("Voting was closed."))

	@cached_property
	def moment(self):
		return _moment(self.at)

	@cached_property
	def numbers(self) -> dict:
		return roll.numbers(self.document.name, locked=True)

	def all_have_voted(self) -> bool:
		inside, cast_inside = self.numbers[rules.INSIDE]
		outside = self.numbers[rules.OUTSIDE][1].electronic
		return cast_inside.ballots == inside and outside >= cint(self.document.outside_voters)

	def prepare_paper_counts(self) -> None:
		"""Rows to be filled in for those who may have voted on paper."""
		document = self.document
		on_paper = _most_on_paper(document, self.numbers)
		document.paper_inside = on_paper[rules.INSIDE]
		for electorate, label in rules.ELECTORATES.items():
			for aspect in rules.aspects(bool(document.with_points)) if on_paper[electorate] else ():
				for row in document.members:
					document.append(
						"paper_counts",
						{
							"member": row.member,
							"member_name": row.member_name,
							"aspect": _aspect_label(aspect),
							"electorate": label.template,
						},
					)


@dataclass
class CountVotes(AppraisalStep):
	"""The urn is opened and the paper ballots are added; what may be shown is kept, and all else destroyed.

	`at` is the moment, now by default.
	"""

	at: Any = None

	since, to = (CLOSED,), COUNTED
	writes = ("counted_on", "inside_ballots", "outside_ballots", "shown_as")

	def check(self) -> None:
		"""It needs the key of the urn, no more paper ballots than voters on paper, and whole ballots in the urn."""
		super().check()
		document = self.document
		paper, most, marks = document.paper_ballots(), _most_on_paper(document, self.numbers), self.in_urn
		with rules_speak_to_user(AppraisalError):
			for electorate in rules.ELECTORATES:
				rules.check_paper_ballots(electorate, paper[electorate], most[electorate])
			rules.check_whole_ballots(marks, self.cast, len(document.members), bool(document.with_points))

	def change(self) -> None:
		self.set_results(self.in_urn + self.on_paper())
		self.document.update(
			{
				"counted_on": _moment(self.at),
				"inside_ballots": self.cast[rules.INSIDE].ballots,
				"outside_ballots": self.cast[rules.OUTSIDE].ballots,
				"public_key": None,
			}
		)
		self.save(_("The votes were counted."))
		_destroy_votes(self.document)

	@cached_property
	def numbers(self) -> dict:
		return roll.numbers(self.document.name, locked=True)

	@cached_property
	def cast(self) -> dict[str, rules.Cast]:
		paper = self.document.paper_ballots()
		return {
			electorate: rules.Cast(self.numbers[electorate][1].electronic, paper[electorate])
			for electorate in rules.ELECTORATES
		}

	@cached_property
	def in_urn(self) -> Counter:
		"""The marks in the urn, which opens once."""
		name = self.document.name
		if urn.is_empty(name):
			return Counter()
		private_key = keys.load(name)
		if not private_key:
			frappe.throw(
				_(
					"The key of the urn is not on this server, so the electronic ballots cannot be opened. Abandon the voting and vote again."
				),
				AppraisalError,
			)
		with contextlib.suppress(SealError):
			return urn.empty(name, private_key)
		# Raised once the error is over, whose values do not go along then.
		frappe.throw(
			_(
				"A ballot in the urn is damaged and cannot be opened, so the votes cannot be counted. Abandon the voting and vote again."
			),
			AppraisalError,
		)

	def on_paper(self) -> Counter:
		places = {row.member: place for place, row in enumerate(self.document.members)}
		found: Counter = Counter()
		for row in self.document.paper_counts:
			for grade in GRADE_COLUMNS:
				mark = rules.Mark(
					frappe.scrub(row.electorate), places[row.member], frappe.scrub(row.aspect), grade
				)
				found[mark] += cint(row.get(grade))
		return found

	def set_results(self, marks: Counter) -> None:
		"""Keep the votes as far as they may be shown: what is not shown is not kept either."""
		document, cast = self.document, self.cast
		way = rules.way_to_show(cast, cint(document.least_ballots))
		groups = {
			rules.BY_ELECTORATE: {
				label.template: (electorate,)
				for electorate, label in rules.ELECTORATES.items()
				if cast[electorate].ballots
			},
			rules.TOTAL_ONLY: {BOTH: tuple(rules.ELECTORATES)},
			rules.TOO_FEW: {},
		}[way]
		document.shown_as = {
			rules.BY_ELECTORATE: "By Electorate",
			rules.TOTAL_ONLY: "Total Only",
			rules.TOO_FEW: "Too Few Ballots",
		}[way]
		document.set("results", [])
		for aspect in rules.aspects(bool(document.with_points)):
			for place, row in enumerate(document.members):
				for label, electorates in groups.items():
					result = self.result_of(place, aspect, electorates, marks)
					document.append(
						"results",
						{
							"member": row.member,
							"member_name": row.member_name,
							"aspect": _aspect_label(aspect),
							"electorate": label,
							**result,
						},
					)
		for row, graded in zip(document.members, document.graded(), strict=True):
			row.suggested = (
				rules.GRADES[graded.leading].template if graded.leading and row.is_graded else None
			)

	def result_of(self, place: int, aspect: str, electorates: tuple[str, ...], marks: Counter) -> dict:
		votes = {
			grade: sum(marks[rules.Mark(electorate, place, aspect, grade)] for electorate in electorates)
			for grade in GRADE_COLUMNS
		}
		ballots = sum(self.cast[electorate].ballots for electorate in electorates)
		return {"ballots": ballots, **votes, "not_graded": ballots - sum(votes.values())}


class AbandonVoting(AppraisalStep):
	"""Roll and urn are thrown away uncounted, so that voting can begin anew."""

	since, to = (OPEN, CLOSED), PREPARED

	def change(self) -> None:
		self.document.update(dict.fromkeys(WRITTEN_BY_STEPS))
		self.save(_("Voting was abandoned; the ballots were destroyed uncounted."))
		_destroy_votes(self.document)


class Decide(AppraisalStep):
	"""The grades that a meeting decided are fixed: submission, taken whole before the document is written."""

	right = "submit"
	since, to = (COUNTED,), DECIDED
	writes = ("decided_on",)

	def check(self) -> None:
		"""It needs the count, a grade for each full member, and the meeting that decided."""
		document = self.document
		if document.status not in self.since:
			frappe.throw(
				_("The votes have not been counted yet, so no grades can be decided."), AppraisalError
			)
		missing = rules.ungraded(document.graded())
		if missing:
			frappe.throw(
				_("{0}: {1} have no grade yet.").format(label_of(document, "members"), "、".join(missing)),
				AppraisalError,
			)
		if not self.meetings:
			frappe.throw(
				_("Grades are decided by a meeting: fill in {0} or {1}.").format(
					label_of(document, "committee_meeting"), label_of(document, "assembly")
				),
				AppraisalError,
			)

	def change(self) -> None:
		self.document.decided_on = max(row.meeting_date for row in held.by_name(self.meetings).values())
		self.document.status = self.to

	@property
	def meetings(self) -> list[str]:
		return [name for name in (self.document.committee_meeting, self.document.assembly) if name]


@dataclass
class Announce(AppraisalStep):
	"""It is noted on which `day` the result was announced; members then see their grades."""

	day: str | date

	right = "submit"
	since, to = (DECIDED,), ANNOUNCED
	writes = ("announced_on",)

	def check(self) -> None:
		"""It needs a day that has come, not before the decision."""
		super().check()
		self.document.announced_on = getdate(self.day)
		refuse_future_date(self.document, "announced_on", exception=AppraisalError)
		require_order(self.document, "decided_on", "announced_on", AppraisalError)

	def change(self) -> None:
		self.save(_("The result was announced."))


class Cancel(AppraisalStep):
	"""The decision is taken back: another appraisal of the branch and year may be held, or this one amended."""

	right = "cancel"
	since, to = (DECIDED, ANNOUNCED), CANCELLED

	def change(self) -> None:
		self.document.db_set({"appraisal_key": None, "status": self.to})


class Delete(AppraisalStep):
	"""An appraisal that is not to be held goes, and with it whatever is left of votes."""

	right = "delete"
	since = (PREPARED, CANCELLED)

	def check(self) -> None:
		"""It needs that voting has not begun, or that the decision was cancelled."""
		if self.document.docstatus == 0 and self.document.status != PREPARED:
			frappe.throw(
				_("Voting has begun, so the appraisal cannot be deleted. Abandon the voting first."),
				AppraisalError,
			)

	def change(self) -> None:
		_destroy_votes(self.document)


STEPS = (
	*(OpenVoting, MakeSlips, RevokeSlips, MarkOnPaper, CloseVoting, CountVotes, AbandonVoting),
	*(Decide, Announce, Cancel, Delete),
)
WRITTEN_BY_STEPS = ("status", *(name for step in STEPS for name in step.writes))


def _moment(at):
	return get_datetime(at) if at else now_datetime().replace(microsecond=0)


def _aspect_label(aspect: str) -> str:
	return "Overall Grade" if aspect == rules.OVERALL else rules.POINTS[aspect].template


def _most_on_paper(appraisal: Document, numbers: dict) -> dict[str, int]:
	"""Return by electorate how many may have voted on paper: those marked so, and outsiders who used no code."""
	return {
		rules.INSIDE: numbers[rules.INSIDE][1].paper,
		rules.OUTSIDE: cint(appraisal.outside_voters) - numbers[rules.OUTSIDE][1].electronic,
	}


def _destroy_votes(appraisal: Document) -> None:
	urn.destroy(appraisal.name)
	roll.destroy(appraisal.name)
	keys.destroy_after_commit(appraisal.name)
