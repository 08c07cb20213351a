import hashlib
from datetime import date
from fractions import Fraction

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, get_datetime, get_link_to_form, getdate, nowdate

from party_affairs.ballots import roll
from party_affairs.checks.dates import check_year
from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.checks.members import shown_name
from party_affairs.exceptions import AppraisalError, rules_speak_to_user
from party_affairs.facts.appraisal import appraisals as facts
from party_affairs.facts.organisation import elections as register
from party_affairs.party_affairs.doctype.democratic_appraisal import steps
from party_affairs.party_affairs.doctype.democratic_appraisal.steps import CLOSED, COUNTED, OPEN, PREPARED
from party_affairs.permissions.seen import NotesReading
from party_affairs.rules.appraisal import grades as rules
from party_affairs.rules.names import stroke_key
from party_affairs.settings import appraisal_settings

_OF_AMENDED = tuple(
	name
	for name in steps.WRITTEN_BY_STEPS
	if name not in ("status", "decided_on", "announced_on", "public_key")
)
_FIXED_ONCE_OPEN = ("branch", "year", "opens_on", "with_points", "inside_weight")
_CHANGED_WHILE_OPEN = ("closes_on", "outside_voters")
_PAPER = ("paper_inside", "paper_outside")
_LABEL_OF_STAGE = {"full_member": "Full Member", "probationary_member": "Probationary Member"}


class DemocraticAppraisal(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.democratic_appraisal_count.democratic_appraisal_count import (
			DemocraticAppraisalCount,
		)
		from party_affairs.party_affairs.doctype.democratic_appraisal_member.democratic_appraisal_member import (
			DemocraticAppraisalMember,
		)
		from party_affairs.party_affairs.doctype.democratic_appraisal_result.democratic_appraisal_result import (
			DemocraticAppraisalResult,
		)

		amended_from: DF.Link | None
		announced_on: DF.Date | None
		appraisal_key: DF.Data | None
		assembly: DF.Link | None
		branch: DF.Link
		closed_on: DF.Datetime | None
		closes_on: DF.Datetime | None
		committee_meeting: DF.Link | None
		counted_on: DF.Datetime | None
		decided_on: DF.Date | None
		inside_ballots: DF.Int
		inside_voters: DF.Int
		inside_weight: DF.Percent
		least_ballots: DF.Int
		members: DF.Table[DemocraticAppraisalMember]
		opened_on: DF.Datetime | None
		opens_on: DF.Datetime | None
		outside_ballots: DF.Int
		outside_voters: DF.Int
		outside_weight: DF.Percent
		paper_counts: DF.Table[DemocraticAppraisalCount]
		paper_inside: DF.Int
		paper_outside: DF.Int
		public_key: DF.Data | None
		results: DF.Table[DemocraticAppraisalResult]
		show_counts: DF.Check
		shown_as: DF.Literal["", "By Electorate", "Total Only", "Too Few Ballots"]
		status: DF.Literal[
			"Being Prepared",
			"Voting Open",
			"Voting Closed",
			"Votes Counted",
			"Grades Decided",
			"Result Announced",
			"Cancelled",
		]
		title: DF.Data | None
		used_for: DF.SmallText | None
		with_points: DF.Check
		year: DF.Int
	# end: auto-generated types

	def validate(self):
		self.keep_what_steps_wrote()
		self.set_title_and_key()
		self.refuse_second_appraisal()
		self.validate_times()
		self.set_weights()
		self.refuse_changes_while_voting()
		self.bring_in_members()
		self.validate_members()
		self.validate_paper_ballots()
		self.validate_grades()
		self.validate_meetings()

	def before_update_after_submit(self):
		before = self.get_doc_before_save()
		if not self.flags.step:
			self.update({"status": before.status, "announced_on": before.announced_on})

	def before_submit(self):
		steps.Decide(self).take()

	def on_cancel(self):
		steps.Cancel(self).change()

	def on_trash(self):
		steps.Delete(self).take()

	# The steps of voting, for programs

	def open_voting(self, at=None):
		steps.OpenVoting(self, at).take()

	def make_slips(self, number: int) -> list[str]:
		return steps.MakeSlips(self, number).take()

	def revoke_slips(self) -> int:
		return steps.RevokeSlips(self).take()

	def close_voting(self, at=None):
		steps.CloseVoting(self, at).take()

	def count_votes(self, at=None):
		steps.CountVotes(self, at).take()

	def abandon_voting(self):
		steps.AbandonVoting(self).take()

	def announce(self, day: str | date):
		steps.Announce(self, day).take()

	# What is in the record

	def keep_what_steps_wrote(self):
		if self.flags.step:
			return
		before = self.get_doc_before_save()
		if before:
			kept, names = before, steps.WRITTEN_BY_STEPS
		elif self.amended_from:
			kept, names = frappe.get_doc(self.doctype, self.amended_from), _OF_AMENDED
		else:
			kept, names = frappe.new_doc(self.doctype), steps.WRITTEN_BY_STEPS
		self.update({name: kept.get(name) for name in names})
		if not before and self.amended_from:
			self.update({"status": COUNTED, "decided_on": None, "announced_on": None, "public_key": None})
		self.set("results", [row.as_dict(no_default_fields=not before) for row in kept.results])
		leading = {row.member: row.suggested for row in kept.members}
		for row in self.members:
			row.suggested = leading.get(row.member)

	def set_title_and_key(self):
		check_year(self.year)
		branch = frappe.db.get_value("Party Branch", self.branch, ["short_name", "branch_name"], as_dict=True)
		self.title = _("Democratic appraisal of {0}, {1}").format(
			branch.short_name or branch.branch_name, self.year
		)[:140]
		self.appraisal_key = hashlib.sha256(f"{self.branch}\n{self.year}".encode()).hexdigest()

	def refuse_second_appraisal(self):
		"""One a branch and year; the key is unique in the database as well."""
		other = facts.with_key(self.appraisal_key, leaving_out=self.name or "")
		if other:
			frappe.throw(
				_("{0} already has its appraisal of {1}: {2}. Open that one.").format(
					frappe.bold(self.branch), self.year, get_link_to_form(self.doctype, other)
				),
				frappe.DuplicateEntryError,
			)

	def validate_times(self):
		if self.opens_on and self.closes_on and get_datetime(self.closes_on) <= get_datetime(self.opens_on):
			frappe.throw(
				_("{0} must be later than {1}. Please check both.").format(
					label_of(self, "closes_on"), label_of(self, "opens_on")
				),
				AppraisalError,
			)

	def set_weights(self):
		if self.inside_weight is None and self.is_new():
			self.inside_weight = appraisal_settings().inside_weight
		if not 0 <= flt(self.inside_weight) <= 100:
			frappe.throw(
				_("{0} must lie between 0 and 100.").format(label_of(self, "inside_weight")), AppraisalError
			)
		self.outside_weight = 100 - flt(self.inside_weight)

	def refuse_changes_while_voting(self):
		"""What a voter was told stays; only the end of voting may be moved, and more people asked, while it is open."""
		before = self.get_doc_before_save()
		if not before or before.status == PREPARED or self.flags.step:
			return
		fixed = _FIXED_ONCE_OPEN if self.status == OPEN else (*_FIXED_ONCE_OPEN, *_CHANGED_WHILE_OPEN)
		changed = changed_fields(self, fixed)
		if [row.member for row in self.members] != [row.member for row in before.members]:
			changed.append("members")
		if changed:
			frappe.throw(
				_(
					"{0} cannot be changed once voting has been opened. Abandon the voting to begin anew."
				).format(label_of(self, changed[0])),
				AppraisalError,
			)
		if self.status == OPEN:
			issued = roll.numbers(self.name)[rules.OUTSIDE][0]
			if cint(self.outside_voters) < issued:
				frappe.throw(
					_("{0}: {1} slips have been handed out already, so it cannot be fewer.").format(
						label_of(self, "outside_voters"), issued
					),
					AppraisalError,
				)

	def bring_in_members(self):
		"""The Party members of the branch on the day, in the stroke order of their surnames, as on ballots."""
		if self.status != PREPARED or self.members:
			return
		people = sorted(self.party_members().values(), key=lambda person: stroke_key(person.name))
		for person in people:
			self.append("members", {"member": person.member, "member_name": person.name})

	def party_members(self) -> dict:
		"""Return who is a Party member of the branch on the day of voting, by record."""
		day = getdate(self.opens_on) if self.opens_on else getdate(nowdate())
		people = register.electors([self.branch], day)
		return {name: person for name, person in people.items() if person.is_party_member}

	def validate_members(self):
		members = [row.member for row in self.members]
		if self.status == PREPARED:
			people = self.party_members()
			for place, row in enumerate(self.members):
				if row.member in members[:place]:
					frappe.throw(
						_("{0}, row {1}: {2} is listed twice. Remove one of the rows.").format(
							label_of(self, "members"), row.idx, shown_name(row.member)
						),
						AppraisalError,
					)
				if row.member not in people:
					frappe.throw(
						_("{0}, row {1}: {2} is no Party member of {3} on that day. Remove the row.").format(
							label_of(self, "members"),
							row.idx,
							shown_name(row.member),
							frappe.bold(self.branch),
						),
						AppraisalError,
					)
				row.stage = _LABEL_OF_STAGE[people[row.member].stage]
		else:
			kept = {row.member: row.stage for row in (self.get_doc_before_save() or self.amended()).members}
			for row in self.members:
				row.stage = kept[row.member]
		for row in self.members:
			row.is_graded = int(row.stage == "Full Member")

	def amended(self):
		"""Return the cancelled record that this one corrects; its members stay the same."""
		original = frappe.get_doc(self.doctype, self.amended_from)
		if [row.member for row in self.members] != [row.member for row in original.members]:
			frappe.throw(
				_("{0} must stay those of the record that is corrected.").format(label_of(self, "members")),
				AppraisalError,
			)
		return original

	def validate_paper_ballots(self):
		if self.status != CLOSED:
			for fieldname in _PAPER:
				self.set(fieldname, 0)
			self.set("paper_counts", [])
			return
		ballots = self.paper_ballots()
		names = {row.member: row.member_name for row in self.members}
		seen = set()
		for row in self.paper_counts:
			key = (row.member, row.aspect, row.electorate)
			if row.member not in names or key in seen:
				frappe.throw(
					_("{0}, row {1}: one row for each member appraised, and no others.").format(
						label_of(self, "paper_counts"), row.idx
					),
					AppraisalError,
				)
			seen.add(key)
			row.member_name = names[row.member]
			electorate = frappe.scrub(row.electorate)
			with rules_speak_to_user(AppraisalError):
				rules.check_paper(
					row.member_name,
					electorate,
					ballots[electorate],
					[cint(row.get(name)) for name in steps.GRADE_COLUMNS],
				)

	def paper_ballots(self) -> dict[str, int]:
		return {rules.INSIDE: cint(self.paper_inside), rules.OUTSIDE: cint(self.paper_outside)}

	def validate_grades(self):
		if self.status in (PREPARED, OPEN, CLOSED):
			early = next((row for row in self.members if row.grade or row.opinion), None)
			if early:
				frappe.throw(
					_("{0}, row {1}: opinion and grade come after the count of the votes.").format(
						label_of(self, "members"), early.idx
					),
					AppraisalError,
				)
			return
		graded = self.graded()
		with rules_speak_to_user(AppraisalError):
			rules.check_grades(graded)
		remarks = [remark.text(_) for remark in rules.contradictions(graded)]
		if remarks and not self.flags.step:
			frappe.msgprint(
				"<br>".join(remarks), title=_("Grades that differ from the ballots"), indicator="orange"
			)

	def graded(self) -> list[rules.Graded]:
		"""Return the members with their grades and what their ballots say, as the rules take them."""
		votes = self.votes_of_members()
		weights = self.weights()
		found = []
		for row in self.members:
			of_grades = rules.shares(votes.get(row.member, {}), weights)
			found.append(
				rules.Graded(
					name=row.member_name,
					is_graded=bool(row.is_graded),
					grade=frappe.scrub(row.grade) if row.grade else None,
					leading=rules.leading(of_grades),
					excellent_share=of_grades["excellent"] if of_grades else None,
				)
			)
		return found

	def votes_of_members(self) -> dict[str, dict[str, dict[str, int]]]:
		"""Return by member and electorate (or both together) the overall votes by grade, as far as they are shown."""
		found: dict[str, dict[str, dict[str, int]]] = {}
		for row in self.results:
			if frappe.scrub(row.aspect) == rules.OVERALL:
				votes = {name: cint(row.get(name)) for name in steps.GRADE_COLUMNS}
				found.setdefault(row.member, {})[row.electorate] = votes
		return found

	def weights(self) -> dict[str, Fraction]:
		inside = Fraction(str(flt(self.inside_weight)))
		return {
			rules.ELECTORATES[rules.INSIDE].template: inside,
			rules.ELECTORATES[rules.OUTSIDE].template: 100 - inside,
			steps.BOTH: Fraction(1),
		}

	def validate_meetings(self):
		self.validate_meeting("committee_meeting", "Committee Meeting", None)
		self.validate_meeting("assembly", "Member Assembly", "also_assembly")

	def validate_meeting(self, fieldname: str, kind: str, also: str | None):
		if not self.get(fieldname):
			return
		fields = ["branch", "kind", "docstatus", "meeting_date", "also_assembly"]
		meeting = frappe.db.get_value("Party Meeting", self.get(fieldname), fields, as_dict=True)
		fits = meeting.kind == kind or bool(also and meeting.get(also))
		if not (fits and meeting.branch == self.branch and meeting.docstatus == 1):
			frappe.throw(
				_("{0} must be the submitted minutes of a {1} of {2}.").format(
					label_of(self, fieldname), _(kind), frappe.bold(self.branch)
				),
				AppraisalError,
			)
		if self.closed_on and meeting.meeting_date < getdate(self.closed_on):
			frappe.throw(
				_(
					"{0} was held before voting was closed. Choose the meeting that decided the grades."
				).format(label_of(self, fieldname)),
				AppraisalError,
			)
