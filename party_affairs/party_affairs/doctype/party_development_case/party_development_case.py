from dataclasses import replace
from datetime import date
from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of
from party_affairs.exceptions import DevelopmentError, rules_speak_to_user
from party_affairs.facts.meetings import held
from party_affairs.facts.members import quotas
from party_affairs.facts.members.development import KEY_OF_LABEL, records_of, steps_of
from party_affairs.facts.members.register import homes_of
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.members import rulebooks
from party_affairs.party_affairs.doctype.party_development_case.steps import (
	BECAME_FULL,
	OPEN,
	TERMINATED,
	EndCase,
	OpenCase,
	pass_on_standing,
)
from party_affairs.permissions import scope_for
from party_affairs.permissions.grants import leads_above
from party_affairs.rules.meetings.records import kinds_of
from party_affairs.rules.members import admission, development
from party_affairs.rules.members.development import Violation
from party_affairs.settings import workdays

PHASES = (
	"Applying to Join",
	"Forming Activists",
	"Examining Development Targets",
	"Admitting Probationary Members",
	"Educating Probationary Members",
)
"""The five phases of the flow chart, in order; steps of the guide name them by number."""

_GUIDE_MATERIALS = {
	material.title for rules in rulebooks.rulebooks() for step in rules.steps for material in step.materials
}
_DECIDED_IN = {
	"committee_meeting": ("committee_meeting", "member_assembly"),
	"member_assembly": ("member_assembly",),
}
"""Kinds of meeting that may decide where the rules name one: a branch without a committee decides in its assembly."""

_EXTENSION = "Extension in Months"
"""The label under which the extension of a probation is checked like a step."""


class MeetingLink(NamedTuple):
	"""A meeting named by a case: the step it proves, its day, and the voters present there."""

	key: str
	meeting: str
	day: date | None
	present: int


class PartyDevelopmentCase(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_development_investigation.party_development_investigation import (
			PartyDevelopmentInvestigation,
		)
		from party_affairs.party_affairs.doctype.party_development_material.party_development_material import (
			PartyDevelopmentMaterial,
		)
		from party_affairs.party_affairs.doctype.party_development_sponsor.party_development_sponsor import (
			PartyDevelopmentSponsor,
		)
		from party_affairs.party_affairs.doctype.party_development_step.party_development_step import (
			PartyDevelopmentStep,
		)

		birth_date: DF.Date | None
		branch: DF.Link | None
		cultivated_before: DF.Int
		end_reason: DF.SmallText | None
		ended_on: DF.Date | None
		extended_on: DF.Date | None
		extension_meeting: DF.Link | None
		extension_months: DF.Int
		full_resolution: DF.Text | None
		investigations: DF.Table[PartyDevelopmentInvestigation]
		materials: DF.Table[PartyDevelopmentMaterial]
		member: DF.Link
		member_name: DF.Data | None
		naming_series: DF.Literal["PDC-.YYYY.-.#####"]
		next_step: DF.Literal[
			"",
			"Application",
			"First Talk",
			"Named as Activist",
			"Activist Filed",
			"Mentors Assigned",
			"Named as Development Target",
			"Agreed by the Committee Above",
			"Publicity Begins",
			"Publicity Ends",
			"Introducers Named",
			"Political Review",
			"Short Training",
			"Check by the Branch Committee",
			"Pre-Review Passed",
			"Admission Form Issued",
			"Admission by the Assembly",
			"Talk by the Committee Above",
			"Approval",
			"Oath",
			"Application for Full Membership",
			"Full Membership by the Assembly",
			"Full Membership Approved",
			"Papers Archived",
		]
		next_step_due: DF.Date | None
		next_step_from: DF.Date | None
		political_review_result: DF.Literal["", "Review Passed", "Review Failed"]
		probation_end: DF.Date | None
		probation_start: DF.Date | None
		publicity_phone: DF.Data | None
		publicity_place: DF.Data | None
		publicity_result: DF.Literal["", "No Objection", "Objections Settled", "Objections Stand"]
		recommended_by: DF.Data | None
		resolution: DF.Text | None
		rulebook: DF.Data | None
		sponsors: DF.Table[PartyDevelopmentSponsor]
		stage: DF.Literal["Applicant", "Activist", "Development Target", "Probationary Member", "Full Member"]
		status: DF.Literal["Open", "Became Full Member", "Terminated"]
		steps: DF.Table[PartyDevelopmentStep]
		training_days: DF.Float
		training_exempt_reason: DF.Data | None
		training_hours: DF.Float
	# end: auto-generated types

	def validate(self):
		self.refuse_change_of_closed_case()
		self.keep_branch()
		self.open_if_new()
		self.arrange_steps()
		self.refuse_stage_by_hand()
		self.validate_meetings()
		self.validate_dates()
		self.validate_people()
		self.validate_investigations()
		self.end_if_entered()
		self.judge_by_the_rules()
		self.set_standing()
		self.set_next_step()
		self.arrange_materials()

	def on_update(self):
		self.warn_of_quota()
		pass_on_standing(self)

	def refuse_change_of_closed_case(self):
		"""What is archived or terminated is changed by the committee above alone."""
		before = self.get_doc_before_save()
		if before and before.is_closed() and not leads_above(before.branch):
			frappe.throw(
				_(
					"The case of {0} is closed. Ask the committee above to correct it, or to take it up again."
				).format(frappe.bold(self.member_name)),
				DevelopmentError,
			)

	def is_closed(self) -> bool:
		"""Whether the papers are archived or the case was terminated."""
		return self.status == TERMINATED or "archived" in steps_of(self)

	def keep_branch(self):
		"""A case goes with the person: only `MoveCase` changes its branch."""
		before = self.get_doc_before_save()
		if before:
			self.branch = before.branch

	def open_if_new(self):
		if self.is_new():
			OpenCase(self).take()

	def arrange_steps(self):
		"""A case has all steps of the rules, each once and in order."""
		given = {row.step: row for row in self.steps}
		complete = self.is_new() or set(given) == set(KEY_OF_LABEL)
		if len(given) < len(self.steps) or not complete:
			frappe.throw(
				_(
					"{0}: the steps of a case are fixed, each is there once. Leave the day of a step empty instead of removing it."
				).format(label_of(self, "steps")),
				DevelopmentError,
			)
		today = getdate(nowdate())
		self.set("steps", [])
		for place, (label, key) in enumerate(KEY_OF_LABEL.items(), start=1):
			row = self.append("steps", given.get(label) or {"step": label})
			row.idx = place
			step = development.edition_on(getdate(row.done_on) if row.done_on else today).step(key)
			row.phase = PHASES[step.phase - 1]
			row.handled_by = row.handled_by or step.handled_by

	def refuse_stage_by_hand(self):
		before = self.get_doc_before_save()
		if before and self.stage != before.stage:
			refuse_stage(self.member_name)

	def validate_dates(self):
		refuse_future_date(self, "extended_on", "ended_on", exception=DevelopmentError)
		today = getdate(nowdate())
		for row in self.steps:
			if row.done_on and getdate(row.done_on) > today:
				frappe.throw(
					_("{0} ({1}) lies in the future. Please enter the day on which it happened.").format(
						frappe.bold(_(row.step)), frappe.format(row.done_on, {"fieldtype": "Date"})
					),
					DevelopmentError,
				)
		for row in self.materials:
			refuse_future_date(row, "received_on", exception=DevelopmentError)
		for row in self.sponsors:
			require_order(row, "from_date", "to_date", DevelopmentError)

	def validate_meetings(self):
		"""Minutes prove a step if they are submitted, of this branch, of the right kind, and of the step's day.

		A link that has not changed is left alone: a case that moved here keeps the meetings of its former branch.
		"""
		before = self.get_doc_before_save()
		known = {link.key: link for link in before.meeting_links()} if before else {}
		links = self.meeting_links()
		meetings = held.by_name(link.meeting for link in links)
		for link in links:
			meeting = meetings[link.meeting]
			if not link.day:
				link = self.take_day(link, meeting.meeting_date)
			if link != known.get(link.key):
				self.check_meeting(link, meeting)

	def meeting_links(self) -> list[MeetingLink]:
		"""Return the meetings that this case names, each with the step and the day it proves."""
		links = [
			MeetingLink(row.step, row.meeting, row.done_on and getdate(row.done_on), row.present or 0)
			for row in self.steps
			if row.meeting
		]
		if self.extension_meeting:
			day = self.extended_on and getdate(self.extended_on)
			links.append(MeetingLink(_EXTENSION, self.extension_meeting, day, 0))
		return links

	def take_day(self, link: MeetingLink, day: date) -> MeetingLink:
		"""Enter the day of the meeting where none is given."""
		if link.key == _EXTENSION:
			self.extended_on = day
		else:
			next(row for row in self.steps if row.step == link.key).done_on = day
		return link._replace(day=day)

	def check_meeting(self, link: MeetingLink, meeting):
		subject, topic = frappe.bold(_(link.key)), frappe.bold(meeting.topic)
		if meeting.docstatus != 1 or meeting.branch != self.branch:
			frappe.throw(
				_(
					"{0}: {1} is no submitted meeting of {2}. Submit its minutes first, or choose another."
				).format(subject, frappe.bold(link.meeting), frappe.bold(self.branch)),
				DevelopmentError,
			)
		wanted = wanted_meetings(link.key, link.day)
		if wanted and not set(wanted) & set(kinds_of(meeting)):
			frappe.throw(
				_("{0}: {1} is a meeting of the kind {2}, but the rules ask for {3}.").format(
					subject, topic, _(meeting.kind), _(meeting_kinds.meeting_kind(wanted[0]).label)
				),
				DevelopmentError,
			)
		if link.day != meeting.meeting_date:
			frappe.throw(
				_("{0}: the meeting {1} was held on {2}. Enter this day, or choose another meeting.").format(
					subject, topic, frappe.format(meeting.meeting_date, {"fieldtype": "Date"})
				),
				DevelopmentError,
			)
		if meeting.expected_count and link.present > meeting.present_count:
			frappe.throw(
				_("{0}: {1} voters present are more than the {2} whom the minutes name as present.").format(
					subject, link.present, meeting.present_count
				),
				DevelopmentError,
			)

	def validate_people(self):
		"""An added person must be visible to the user: a link would show the name of a member outside the user's scope."""
		before = self.get_doc_before_save()
		added = self.people() - (before.people() if before else set())
		if not added:
			return
		scope = scope_for("Party Member")
		rows = homes_of(added)
		strangers = sorted(row.name for row in rows if not scope.includes(row))
		if strangers:
			frappe.throw(
				_("You have no right to the records of {0}. Choose members of your own organisation.").format(
					frappe.bold("、".join(strangers))
				),
				frappe.PermissionError,
			)
		names = {row.name: row.member_name for row in rows}
		for row in self.sponsors:
			row.member_name = names.get(row.member, row.member_name)

	def people(self) -> set[str]:
		"""Return the members whom this case names beside its own person."""
		named = {row.member for row in self.sponsors} | {row.investigator for row in self.investigations}
		return named - {None, ""}

	def validate_investigations(self):
		steps = steps_of(self)
		for row in self.investigations:
			refuse_future_date(row, "investigated_on", exception=DevelopmentError)
			day = row.investigated_on and getdate(row.investigated_on)
			if day and ("activist" not in steps or day < steps["activist"]):
				frappe.throw(
					_("{0}, row {1}: investigations begin when the person is named as activist.").format(
						label_of(self, "investigations"), row.idx
					),
					DevelopmentError,
				)
			on_probation = day and "assembly" in steps and day >= steps["assembly"]
			row.kind = "Probation Investigation" if on_probation else "Activist Investigation"

	def end_if_entered(self):
		if self.ended_on or self.end_reason:
			EndCase(self).take()

	def judge_by_the_rules(self):
		"""What the rules forbid is not saved; what is late or incomplete is said once, when it comes up.

		A case that is terminated is no longer judged: nothing could be put right any more.
		"""
		if self.ended_on:
			return
		before = self.get_doc_before_save()
		with rules_speak_to_user(DevelopmentError):
			found = self.violations()
			known = {violation.message for violation in before.violations()} if before else set()
		blocking = [violation for violation in found if violation.severity == "block"]
		if blocking:
			sentences = [self.cited(violation) for violation in blocking]
			sentences.append(_("Correct the dates or records named here; then the case can be saved."))
			frappe.throw("<br>".join(sentences), DevelopmentError, title=_("Against the Rules of Admission"))
		fresh = [self.cited(violation) for violation in found if violation.message not in known]
		if fresh:
			frappe.msgprint("<br>".join(fresh), title=_("Please Note"), indicator="orange")

	def warn_of_quota(self):
		"""Whoever passes the pre-review or is admitted counts in his branch's quota of the year: what is too many is said once."""
		if self.ended_on:
			return
		before = self.get_doc_before_save()
		days, known = steps_of(self), steps_of(before) if before else {}
		counted = "assembly" if "assembly" in days else "pre_review"
		if counted not in days or days[counted] == known.get(counted):
			return
		year = days[counted].year
		for quota in quotas.over(self.branch, year):
			if quota.left < 0:
				frappe.msgprint(
					_(
						"{0} may admit {1} people in {2}: {3} were admitted and {4} are prepared, this one among them. Ask the organisation above before you go on."
					).format(frappe.bold(quota.branch), quota.number, year, quota.admitted, quota.prepared),
					title=_("Beyond the Quota"),
					indicator="orange",
				)

	def violations(self) -> list[Violation]:
		"""Return what is wrong with the case by the rules of admission, each step by the edition of its own day."""
		(record,) = records_of([self]).values()
		record = replace(record, extended_before=self.is_extended_again())
		return admission.judge(record, workdays().is_workday)

	def is_extended_again(self) -> bool:
		"""Whether an extension is on record already and another one, decided later, is entered over it."""
		before = self.get_doc_before_save()
		return bool(
			before
			and before.extended_on
			and self.extended_on
			and getdate(self.extended_on) > getdate(before.extended_on)
		)

	def cited(self, violation: Violation) -> str:
		"""Return a violation as a sentence of HTML with edition and article, in the user's language."""
		edition = violation.edition or development.edition_on(steps_of(self).get(violation.step)).key
		return _("Rules of admission ({edition}), article {article}: {sentence}").format(
			edition=edition,
			article=violation.article,
			sentence=frappe.utils.escape_html(violation.message.text(_)),
		)

	def set_standing(self):
		steps = steps_of(self)
		self.stage = label_of_stage(development.stage_of(steps))
		admitted = development.stage_dates(steps)["joined_on"]
		period = development.probation(admitted, self.extension_months or 0) if admitted else None
		self.probation_start = period and period.start
		self.probation_end = period and period.end
		if not self.ended_on:
			self.status = BECAME_FULL if "full_approval" in steps else OPEN

	def set_next_step(self):
		"""What comes next, by the edition in force today; a closed case is told by the edition of its last step."""
		steps = steps_of(self)
		today = getdate(nowdate())
		done = [day for key, day in steps.items() if key != development.BIRTH_DATE]
		self.rulebook = development.edition_on(max(done) if self.is_closed() and done else today).title
		following = None if self.status == TERMINATED else self.next_steps()[:1]
		step = following[0] if following else None
		self.next_step = step and step.step.label
		self.next_step_from = step and step.earliest
		self.next_step_due = step and step.due

	def next_steps(self) -> list[development.NextStep]:
		"""Return the steps that can be taken now, with their first and last day."""
		return development.open_steps(
			steps_of(self),
			getdate(nowdate()),
			workdays().is_workday,
			self.cultivated_before or 0,
			self.extension_months or 0,
		)

	def arrange_materials(self):
		"""List the papers that the steps ask for, in order; papers of one's own, and those handed in, stay."""
		rows = {row.material: row for row in reversed(self.materials)}
		steps, today = steps_of(self), getdate(nowdate())
		wanted = {}
		for label, key in KEY_OF_LABEL.items():
			for material in development.edition_on(steps.get(key, today)).step(key).materials:
				wanted[material.title] = {"step": label, "is_required": int(material.required)}
		listed = [rows[title] for title in wanted if title in rows]
		kept = [
			row
			for row in self.materials
			if row not in listed
			and (row.material not in _GUIDE_MATERIALS or row.received_on or row.attachment)
		]
		self.set("materials", [])
		for title, values in wanted.items():
			self.append("materials", rows.get(title) or {"material": title}).update(values)
		for row in kept:
			self.append("materials", row)
		for place, row in enumerate(self.materials, start=1):
			row.idx = place


def wanted_meetings(step: str, day: date | None = None) -> tuple[str, ...]:
	"""Return the kinds of meeting that may decide on a step (its label), none where the rules name none."""
	if step == _EXTENSION:
		return _DECIDED_IN["member_assembly"]
	return _DECIDED_IN.get(development.edition_on(day).step(KEY_OF_LABEL[step]).meeting, ())


def refuse_stage(person: str) -> None:
	"""Raise DevelopmentError because a stage was set by hand, such as by moving a card of the board."""
	frappe.throw(
		_("The stage of {0} follows from the steps done. Open the case and record the step instead.").format(
			frappe.bold(person)
		),
		DevelopmentError,
	)


def label_of_stage(key: str) -> str:
	"""Return the label of a stage's key, as the fields of members and cases call it."""
	return key.replace("_", " ").title()


def on_doctype_update():
	frappe.db.add_index("Party Development Case", ["branch", "stage"])
