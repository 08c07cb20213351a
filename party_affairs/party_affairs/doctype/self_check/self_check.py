from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.compliance import self_checks as making
from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.duties.self_checks import with_keys
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.self_check import evidence, steps
from party_affairs.party_affairs.doctype.self_check.steps import (
	APPLICATION,
	HANDED_UP,
	LINE_CONFIRMED,
	LINE_OPEN,
	LINE_RETURNED,
	LINE_TICKED,
	OPEN,
)
from party_affairs.permissions import scope_for
from party_affairs.rules.duties import quality
from party_affairs.rules.periods import Period

YES = "Yes"
_ANSWER = ("tick", "reason")
_OF_LINE = (
	*("line_key", "clause", "citation", "heading", "question", "typical_evidence", "shown", "shown_on"),
	*("shown_facts", "measured", "answered_by", "answered_on", "work_state", "returned_note"),
	*("reviewed_by", "reviewed_on"),
)
_AFTERWARDS = (
	*("recommended_on", "handed_up_by", "handed_up_on", "confirmed_by", "confirmed_on", "review_opinion"),
	"reviewing_body",
	*("publicity_from", "publicity_days", "publicity_until", "withdrawn_on", "withdrawn_reason"),
	*(
		"decision",
		"decided_on",
		"decided_by",
		"deciding_body",
		"decision_meeting",
		"decision_no",
		"decision_note",
		"term_until",
	),
)
_OF_SHEET = ("scheme", "period_start", "period_end", "status", "title", "sheet_key", *_AFTERWARDS)
_RECOMMENDATION = ("recommended_in", "recommendation")
_TABLES_OF_STEPS = ("objections", "events")
_SENTENCE_LENGTH = 140


class SelfCheck(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.evidence_link.evidence_link import EvidenceLink
		from party_affairs.party_affairs.doctype.self_check_event.self_check_event import SelfCheckEvent
		from party_affairs.party_affairs.doctype.self_check_line.self_check_line import SelfCheckLine
		from party_affairs.party_affairs.doctype.self_check_objection.self_check_objection import (
			SelfCheckObjection,
		)

		branch: DF.Link
		confirmed_by: DF.Link | None
		confirmed_count: DF.Int
		confirmed_on: DF.Date | None
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		deciding_body: DF.Link | None
		decision: DF.Literal["", "Approved", "Not Approved"]
		decision_meeting: DF.Link | None
		decision_no: DF.Data | None
		decision_note: DF.SmallText | None
		events: DF.Table[SelfCheckEvent]
		evidence: DF.Table[EvidenceLink]
		half: DF.Literal["", "First Half", "Second Half"]
		handed_up_by: DF.Link | None
		handed_up_on: DF.Date | None
		kind: DF.Literal["Self-Check Sheet", "Six Haves", "Six Goods"]
		line_count: DF.Int
		lines: DF.Table[SelfCheckLine]
		naming_series: DF.Literal["SC-.YYYY.-.#####"]
		objections: DF.Table[SelfCheckObjection]
		open_count: DF.Int
		period_end: DF.Date | None
		period_start: DF.Date | None
		progress: DF.Data | None
		publicity_days: DF.Int
		publicity_from: DF.Date | None
		publicity_until: DF.Date | None
		recommendation: DF.SmallText | None
		recommended_in: DF.Link | None
		recommended_on: DF.Date | None
		returned_count: DF.Int
		reviewing_body: DF.Link | None
		review_opinion: DF.SmallText | None
		scheme: DF.Link | None
		sheet_key: DF.Data | None
		status: DF.Literal[
			"Being Filled In",
			"Handed Up",
			"Confirmed",
			"In Publicity",
			"Approved",
			"Not Approved",
			"Withdrawn",
		]
		term_until: DF.Date | None
		title: DF.Data | None
		withdrawn_on: DF.Date | None
		withdrawn_reason: DF.SmallText | None
		year: DF.Int
	# end: auto-generated types

	def before_insert(self):
		self.begin()

	def validate(self):
		if not self.flags.pop("step", False):
			self.keep_what_steps_set()
			self.note_answers()
			evidence.check(self)
			self.validate_recommendation()
		self.count_lines()
		self.set_title()

	def on_trash(self):
		if self.status != OPEN or any(line.returned_note for line in self.lines):
			frappe.throw(
				_("{0} has been handed up and stays. Only a sheet that is still open is deleted.").format(
					frappe.bold(self.title)
				),
				SelfCheckError,
			)

	# Making

	def begin(self):
		"""A new sheet copies its lines from the scheme, with what the records show beside them."""
		check_year(self.year)
		self.refuse_committee()
		scheme = making.scheme_for(self.kind, making.period_of(self.year, None))
		if scheme.period == "Half Year" and not self.half:
			frappe.throw(
				_("{0}: this sheet looks back on a half-year. Choose which.").format(label_of(self, "half")),
				SelfCheckError,
			)
		self.half = self.half if scheme.period == "Half Year" else None
		period = self.period
		self.scheme, self.status = scheme.name, OPEN
		self.period_start, self.period_end = period.start, period.end
		self.sheet_key = making.key_of(self.branch, self.kind, period)
		self.refuse_second_sheet()
		for fieldname in (*_RECOMMENDATION, *_AFTERWARDS):
			self.set(fieldname, None)
		for table in ("lines", "evidence", *_TABLES_OF_STEPS):
			self.set(table, [])
		for line in making.lines_of(scheme, period):
			self.append("lines", line)
		self.show_records(self.lines, self.flags.shown)

	def refuse_committee(self):
		if not self.flags.ignore_permissions:
			scope_for("Self Check", "create").check_branch(self.branch)
		branch_type = frappe.db.get_value("Party Branch", self.branch, "branch_type")
		if branch_type not in ("Branch", "Joint Branch"):
			frappe.throw(
				_(
					"{0} is an organisation above branches. Self-check sheets are filled in by branches."
				).format(frappe.bold(self.branch)),
				SelfCheckError,
			)

	def refuse_second_sheet(self):
		other = with_keys([self.sheet_key]).get(self.sheet_key)
		if other:
			frappe.throw(
				_("{0} has this sheet for {1} already: {2}. Open that one.").format(
					frappe.bold(self.branch), self.period.key, frappe.bold(other)
				),
				frappe.DuplicateEntryError,
			)

	@property
	def period(self) -> Period:
		return making.period_of(self.year, self.half)

	@property
	def today(self) -> date:
		"""The day of what is done now; programs that enter what happened earlier set it."""
		return self.flags.day or getdate(nowdate())

	def show_records(self, lines: list, found: Any = None):
		"""Write beside `lines` what the records show on this day."""
		if not lines:
			return
		found = found or making.show([self.branch], self.period, self.today, lines)
		for line in lines:
			line.shown = making.sentences(found, self.branch, line)
			line.shown_on = self.today

	# Ticking

	def keep_what_steps_set(self):
		"""Lines follow the scheme, and what steps and records have written is nobody's to type."""
		before = self.get_doc_before_save()
		if not before:
			return
		for fieldname in _OF_SHEET:
			self.set(fieldname, before.get(fieldname))
		for table in _TABLES_OF_STEPS:
			self.set(table, [row.as_dict() for row in before.get(table)])
		kept = {line.name: line for line in before.lines}
		if [line.name for line in self.lines] != list(kept):
			frappe.throw(
				_("{0}: rows follow the scheme and cannot be added, removed or moved.").format(
					label_of(self, "lines")
				),
				SelfCheckError,
			)
		for line in self.lines:
			for fieldname in _OF_LINE:
				line.set(fieldname, kept[line.name].get(fieldname))

	def note_answers(self):
		"""A tick that was set or changed is answered now, by the caller, with what the records show today."""
		before = self.get_doc_before_save()
		if not before:
			return
		kept = {line.name: line for line in before.lines}
		proved = evidence.changed_lines(self, before)
		answered = []
		for line in self.lines:
			old = kept[line.name]
			line.reason = (line.reason or "").strip() or None
			differs = any((line.get(field) or "") != (old.get(field) or "") for field in _ANSWER)
			if not differs and line.line_key not in proved:
				continue
			if not self.is_with_branch(line):
				self.refuse_change(line)
			if not line.tick:
				self.take_back(line, old)
				continue
			if line.tick != YES and not line.reason:
				frappe.throw(
					_("{0}: give the reason, since the tick is not Yes.").format(frappe.bold(line.question)),
					SelfCheckError,
				)
			note = f"{_(old.tick)} → {_(line.tick)}" if old.tick and old.tick != line.tick else None
			if line.work_state != LINE_TICKED or note:
				self.note_event(line, line.work_state, LINE_TICKED, note)
			line.update(
				{
					"work_state": LINE_TICKED,
					"answered_by": frappe.session.user,
					"answered_on": self.today,
				}
			)
			answered.append(line)
		self.show_records(answered)

	def take_back(self, line, old):
		"""A tick that is taken away opens the line, unless the committee waits for its answer."""
		if line.work_state == LINE_RETURNED or not old.tick:
			return
		if self.status != OPEN:
			frappe.throw(
				_("{0}: the sheet was handed up, so the line must be ticked.").format(
					frappe.bold(line.question)
				),
				SelfCheckError,
			)
		self.note_event(line, line.work_state, LINE_OPEN)
		line.update({"work_state": LINE_OPEN, "answered_by": None, "answered_on": None})

	def is_with_branch(self, line) -> bool:
		"""Whether the branch may tick a line now: all of an open sheet, later those that were returned and are not confirmed."""
		if self.status == OPEN:
			return True
		was_returned = line.work_state == LINE_TICKED and line.returned_note
		return self.status == HANDED_UP and (line.work_state == LINE_RETURNED or bool(was_returned))

	def refuse_change(self, line):
		frappe.throw(
			_("{0}: this line was handed up. Ask the committee above to return it.").format(
				frappe.bold(line.question)
			),
			SelfCheckError,
		)

	def validate_recommendation(self):
		if self.kind != APPLICATION:
			for fieldname in _RECOMMENDATION:
				self.set(fieldname, None)
			return
		if self.status != OPEN and changed_fields(self, _RECOMMENDATION):
			frappe.throw(
				_("{0}: the application was handed up and its recommendation stays.").format(
					label_of(self, "recommended_in")
				),
				SelfCheckError,
			)
		if not self.recommended_in:
			self.recommended_on = None
		elif changed_fields(self, ["recommended_in"]):
			steps.check_recommendation(self)

	def note_event(self, line, before: str, after: str, note: str | None = None):
		"""Write down who moved a line (None: the sheet) from which state to which, and when."""
		when = now_datetime()
		if self.flags.day:
			when = when.replace(year=self.today.year, month=self.today.month, day=self.today.day)
		self.append(
			"events",
			{
				"happened_on": when,
				"user": frappe.session.user,
				"line_key": line.line_key if line else None,
				"subject": (line.question if line else _(self.doctype))[:_SENTENCE_LENGTH],
				"from_state": before,
				"to_state": after,
				"note": note,
			},
		)

	def count_lines(self):
		states = [line.work_state for line in self.lines]
		self.line_count = len(states)
		self.open_count = states.count(LINE_OPEN)
		self.returned_count = states.count(LINE_RETURNED)
		self.confirmed_count = states.count(LINE_CONFIRMED)
		self.progress = f"{self.line_count - self.open_count}/{self.line_count}"

	def set_title(self):
		language = site_language()
		branch = frappe.db.get_value("Party Branch", self.branch, "short_name") or self.branch
		period = self.period.title.text(lambda text: _(text, language))
		self.title = f"{branch} {period} {_(self.kind, language)}"[:_SENTENCE_LENGTH]

	# Showing

	def onload(self):
		found = making.show([self.branch], self.period, self.today, self.lines)
		remarks = self.doubts(found)
		links = {
			line.line_key: [
				{"doctype": one.doctype, "filters": one.filters}
				for one in found.beside(
					self.branch, making.words(line.shown_facts), making.words(line.measured)
				)
				if frappe.has_permission(one.doctype, "read")
			]
			for line in self.lines
		}
		self.set_onload("links", links)
		self.set_onload("doubts", {key: [one.text(_) for one in said] for key, said in remarks.items()})
		self.set_onload("may_review", steps.may_review(self.branch))
		self.set_onload("may_decide", frappe.session.user != self.handed_up_by)

	def doubts(self, found: Any = None) -> dict[str, list]:
		"""Return by line key what may be doubted about the line, as the records and files stand now."""
		found = found or making.show([self.branch], self.period, self.today, self.lines)
		proofs = evidence.proofs(self)
		told = {}
		for line in self.lines:
			said = quality.remarks(
				frappe.scrub(line.tick) if line.tick else None,
				proofs.get(line.line_key, ()),
				getdate(self.period_start),
				getdate(self.period_end),
				self.today,
				found.missed(self.branch, making.words(line.measured)),
			)
			if said:
				told[line.line_key] = said
		return told


def on_doctype_update():
	frappe.db.add_index("Self Check", ["branch", "period_end"])
