import hashlib
from collections import Counter
from fractions import Fraction

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, get_datetime, get_link_to_form, getdate, now_datetime, nowdate

from party_affairs.ballots import keys, roll, urn
from party_affairs.ballots.seal import new_keys
from party_affairs.checks.dates import check_year, refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.exceptions import AppraisalError, rules_speak_to_user
from party_affairs.facts.organisation import elections as register
from party_affairs.rules.appraisal import grades as rules
from party_affairs.rules.names import stroke_key
from party_affairs.settings import appraisal_settings

PREPARED, OPEN, CLOSED, COUNTED = "Being Prepared", "Voting Open", "Voting Closed", "Votes Counted"
DECIDED, ANNOUNCED, CANCELLED = "Grades Decided", "Result Announced", "Cancelled"

_WRITTEN_BY_STEPS = (
	"status",
	"least_ballots",
	"opened_on",
	"closed_on",
	"counted_on",
	"inside_voters",
	"inside_ballots",
	"outside_ballots",
	"shown_as",
	"decided_on",
	"announced_on",
	"public_key",
)
"""Fields that the steps of the appraisal write; what a form or a caller of the API sends in them is dropped."""

_OF_AMENDED = tuple(
	name for name in _WRITTEN_BY_STEPS if name not in ("status", "decided_on", "announced_on", "public_key")
)
_FIXED_ONCE_OPEN = ("branch", "year", "opens_on", "with_points", "inside_weight")
_CHANGED_WHILE_OPEN = ("closes_on", "outside_voters")
_PAPER = ("paper_inside", "paper_outside")
_LABEL_OF_STAGE = {"full_member": "Full Member", "probationary_member": "Probationary Member"}
_GRADE_COLUMNS = tuple(rules.GRADES)
_BOTH = "Both Together"


class DemocraticAppraisal(Document):
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
		self.require_grades()
		self.set_decision()

	def on_cancel(self):
		# Another appraisal of the branch and year may then be held, or this one amended.
		self.db_set({"appraisal_key": None, "status": CANCELLED})

	def on_trash(self):
		if self.docstatus == 0 and self.status != PREPARED:
			frappe.throw(
				_("Voting has begun, so the appraisal cannot be deleted. Abandon the voting first."),
				AppraisalError,
			)
		self.destroy_votes()

	# What is in the record

	def keep_what_steps_wrote(self):
		if self.flags.step:
			return
		before = self.get_doc_before_save()
		if before:
			kept, names = before, _WRITTEN_BY_STEPS
		elif self.amended_from:
			kept, names = frappe.get_doc(self.doctype, self.amended_from), _OF_AMENDED
		else:
			kept, names = frappe.new_doc(self.doctype), _WRITTEN_BY_STEPS
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
		other = frappe.db.get_value(
			self.doctype, {"appraisal_key": self.appraisal_key, "name": ["!=", self.name or ""]}, "name"
		)
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
							label_of(self, "members"), row.idx, frappe.bold(row.member_name or row.member)
						),
						AppraisalError,
					)
				if row.member not in people:
					frappe.throw(
						_("{0}, row {1}: {2} is no Party member of {3} on that day. Remove the row.").format(
							label_of(self, "members"),
							row.idx,
							frappe.bold(row.member_name or row.member),
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
					[cint(row.get(name)) for name in _GRADE_COLUMNS],
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
				votes = {name: cint(row.get(name)) for name in _GRADE_COLUMNS}
				found.setdefault(row.member, {})[row.electorate] = votes
		return found

	def weights(self) -> dict[str, Fraction]:
		inside = Fraction(str(flt(self.inside_weight)))
		return {
			rules.ELECTORATES[rules.INSIDE].template: inside,
			rules.ELECTORATES[rules.OUTSIDE].template: 100 - inside,
			_BOTH: Fraction(1),
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

	def require_grades(self):
		if self.status != COUNTED:
			frappe.throw(
				_("The votes have not been counted yet, so no grades can be decided."), AppraisalError
			)
		missing = rules.ungraded(self.graded())
		if missing:
			frappe.throw(
				_("{0}: {1} have no grade yet.").format(label_of(self, "members"), "、".join(missing)),
				AppraisalError,
			)

	def set_decision(self):
		meetings = [name for name in (self.committee_meeting, self.assembly) if name]
		if not meetings:
			frappe.throw(
				_("Grades are decided by a meeting: fill in {0} or {1}.").format(
					label_of(self, "committee_meeting"), label_of(self, "assembly")
				),
				AppraisalError,
			)
		days = frappe.get_all("Party Meeting", filters={"name": ["in", meetings]}, pluck="meeting_date")
		self.decided_on = max(days)
		self.status = DECIDED

	# Steps

	def open_voting(self, at=None):
		"""Make the roll of the day and the keys of the urn. `at` is the moment, now by default."""
		self.check_status(PREPARED)
		require(self, "opens_on", "closes_on", "members", exception=AppraisalError)
		moment = _moment(at)
		if get_datetime(self.closes_on) <= moment:
			frappe.throw(
				_("{0} is over already. Enter a later time.").format(label_of(self, "closes_on")),
				AppraisalError,
			)
		private_key, self.public_key = new_keys()
		voters = self.party_members()
		self.update(
			{
				"status": OPEN,
				"opened_on": moment,
				"least_ballots": appraisal_settings().least_ballots,
				"inside_voters": len(voters),
			}
		)
		self.save_step(_("Voting was opened."))
		roll.enter_members(self.name, moment, voters)
		keys.store(self.name, private_key)

	def make_slips(self, number: int) -> list[str]:
		"""Return codes for `number` voters outside the Party; they are kept nowhere."""
		self.check_status(OPEN)
		issued = roll.numbers(self.name)[rules.OUTSIDE][0]
		left = cint(self.outside_voters) - issued
		if not 1 <= number <= left:
			frappe.throw(
				_(
					"{0} people outside the Party vote and {1} slips exist: enter a number from 1 to {2}."
				).format(cint(self.outside_voters), issued, left)
				if left > 0
				else _("There are as many slips as {0}. Raise the number first, or revoke slips.").format(
					label_of(self, "outside_voters")
				),
				AppraisalError,
			)
		return roll.issue_codes(self.name, self.opened_on, number)

	def revoke_slips(self) -> int:
		"""Make the codes that have not been used worthless; return their number."""
		self.check_status(OPEN)
		return roll.revoke_codes(self.name)

	def close_voting(self, at=None):
		"""End voting: when its time is over, or when everybody has voted."""
		self.check_status(OPEN)
		moment = _moment(at)
		numbers = roll.numbers(self.name, locked=True)
		if moment <= get_datetime(self.closes_on) and not self.all_have_voted(numbers):
			frappe.throw(
				_(
					"Voting goes on until {0}, and not everybody has voted. Wait, or set an earlier end first."
				).format(frappe.format(self.closes_on, {"fieldtype": "Datetime"})),
				AppraisalError,
			)
		self.update({"status": CLOSED, "closed_on": min(moment, get_datetime(self.closes_on))})
		self.prepare_paper_counts(numbers)
		self.save_step(_("Voting was closed."))

	def all_have_voted(self, numbers: dict) -> bool:
		inside, cast_inside = numbers[rules.INSIDE]
		return cast_inside.ballots == inside and numbers[rules.OUTSIDE][1].electronic >= cint(
			self.outside_voters
		)

	def prepare_paper_counts(self, numbers: dict):
		"""Rows to be filled in for those who may have voted on paper."""
		on_paper = self.most_on_paper(numbers)
		self.paper_inside = on_paper[rules.INSIDE]
		for electorate, label in rules.ELECTORATES.items():
			for aspect in rules.aspects(bool(self.with_points)) if on_paper[electorate] else ():
				for row in self.members:
					self.append(
						"paper_counts",
						{
							"member": row.member,
							"member_name": row.member_name,
							"aspect": _aspect_label(aspect),
							"electorate": label.template,
						},
					)

	def most_on_paper(self, numbers: dict) -> dict[str, int]:
		"""Return by electorate how many may have voted on paper: those marked so, and outsiders who used no code."""
		return {
			rules.INSIDE: numbers[rules.INSIDE][1].paper,
			rules.OUTSIDE: cint(self.outside_voters) - numbers[rules.OUTSIDE][1].electronic,
		}

	def count_votes(self, at=None):
		"""Open the urn, add the paper ballots, keep what may be shown, and destroy all else."""
		self.check_status(CLOSED)
		numbers = roll.numbers(self.name, locked=True)
		paper = self.paper_ballots()
		cast = {
			electorate: rules.Cast(numbers[electorate][1].electronic, paper[electorate])
			for electorate in rules.ELECTORATES
		}
		most = self.most_on_paper(numbers)
		marks = self.marks_in_urn()
		with rules_speak_to_user(AppraisalError):
			for electorate in rules.ELECTORATES:
				rules.check_paper_ballots(electorate, paper[electorate], most[electorate])
			rules.check_whole_ballots(marks, cast, len(self.members), bool(self.with_points))
		marks.update(self.marks_on_paper())
		self.set_results(marks, cast)
		self.update(
			{
				"status": COUNTED,
				"counted_on": _moment(at),
				"inside_ballots": cast[rules.INSIDE].ballots,
				"outside_ballots": cast[rules.OUTSIDE].ballots,
				"public_key": None,
			}
		)
		self.save_step(_("The votes were counted."))
		self.destroy_votes()

	def marks_in_urn(self) -> Counter:
		if urn.is_empty(self.name):
			return Counter()
		private_key = keys.load(self.name)
		if not private_key:
			frappe.throw(
				_(
					"The key of the urn is not on this server, so the electronic ballots cannot be opened. Abandon the voting and vote again."
				),
				AppraisalError,
			)
		return urn.empty(self.name, private_key)

	def marks_on_paper(self) -> Counter:
		places = {row.member: place for place, row in enumerate(self.members)}
		found: Counter = Counter()
		for row in self.paper_counts:
			for grade in _GRADE_COLUMNS:
				mark = rules.Mark(
					frappe.scrub(row.electorate), places[row.member], frappe.scrub(row.aspect), grade
				)
				found[mark] += cint(row.get(grade))
		return found

	def set_results(self, marks: Counter, cast: dict):
		"""Keep the votes as far as they may be shown: what is not shown is not kept either."""
		way = rules.way_to_show(cast, cint(self.least_ballots))
		groups = {
			rules.BY_ELECTORATE: {
				label.template: (electorate,)
				for electorate, label in rules.ELECTORATES.items()
				if cast[electorate].ballots
			},
			rules.TOTAL_ONLY: {_BOTH: tuple(rules.ELECTORATES)},
			rules.TOO_FEW: {},
		}[way]
		self.shown_as = {
			rules.BY_ELECTORATE: "By Electorate",
			rules.TOTAL_ONLY: "Total Only",
			rules.TOO_FEW: "Too Few Ballots",
		}[way]
		self.set("results", [])
		for aspect in rules.aspects(bool(self.with_points)):
			for place, row in enumerate(self.members):
				for label, electorates in groups.items():
					self.append(
						"results", self.result_row(row, place, aspect, label, electorates, marks, cast)
					)
		for row, graded in zip(self.members, self.graded(), strict=True):
			row.suggested = (
				rules.GRADES[graded.leading].template if graded.leading and row.is_graded else None
			)

	def result_row(self, row, place, aspect, label, electorates, marks, cast) -> dict:
		votes = {
			grade: sum(marks[rules.Mark(electorate, place, aspect, grade)] for electorate in electorates)
			for grade in _GRADE_COLUMNS
		}
		ballots = sum(cast[electorate].ballots for electorate in electorates)
		return {
			"member": row.member,
			"member_name": row.member_name,
			"aspect": _aspect_label(aspect),
			"electorate": label,
			"ballots": ballots,
			**votes,
			"not_graded": ballots - sum(votes.values()),
		}

	def abandon_voting(self):
		"""Throw away roll and urn uncounted, so that voting can begin anew."""
		self.check_status(OPEN, CLOSED)
		self.update({name: None for name in _WRITTEN_BY_STEPS})
		self.status = PREPARED
		self.save_step(_("Voting was abandoned; the ballots were destroyed uncounted."))
		self.destroy_votes()

	def destroy_votes(self):
		urn.destroy(self.name)
		roll.destroy(self.name)
		keys.destroy_after_commit(self.name)

	def announce(self, day: str):
		"""Note on which day the result was announced; members then see their grades."""
		self.check_status(DECIDED)
		self.announced_on = getdate(day)
		refuse_future_date(self, "announced_on", exception=AppraisalError)
		require_order(self, "decided_on", "announced_on", AppraisalError)
		self.status = ANNOUNCED
		self.save_step(_("The result was announced."))

	def check_status(self, *expected: str):
		if self.status not in expected:
			frappe.throw(
				_("This step is for an appraisal with status {0}, and this one has {1}.").format(
					" / ".join(_(status) for status in expected), _(self.status)
				),
				AppraisalError,
			)

	def save_step(self, remark: str):
		"""Save what a step wrote, and note who took it and when."""
		self.flags.step = True
		try:
			self.save()
		finally:
			self.flags.step = False
		self.add_comment("Info", remark)


def _moment(at):
	return get_datetime(at) if at else now_datetime().replace(microsecond=0)


def _aspect_label(aspect: str) -> str:
	return "Overall Grade" if aspect == rules.OVERALL else rules.POINTS[aspect].template


def destroy_unused_keys() -> None:
	"""Daily: a key whose voting is over goes, should the process have ended before it was destroyed."""
	running = frappe.get_all(
		"Democratic Appraisal", filters={"status": ["in", (OPEN, CLOSED)]}, pluck="name", order_by="name"
	)
	keys.destroy_unused(set(running))
