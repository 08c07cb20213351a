from functools import cached_property
from itertools import pairwise, takewhile

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate, nowdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.exceptions import ElectionError, rules_speak_to_user
from party_affairs.facts.organisation import elections as facts
from party_affairs.facts.organisation import posts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide.organisation.elections import regulation
from party_affairs.language import in_site_language
from party_affairs.party_affairs.doctype.party_election import counting, steps
from party_affairs.party_affairs.doctype.party_election.counting import COMMITTEE_MEMBER
from party_affairs.permissions.roles import COMMITTEE_TYPES
from party_affairs.rules.message import Message
from party_affairs.rules.organisation import elections as rules
from party_affairs.rules.organisation import posts as post_rules
from party_affairs.settings import thresholds_set

_READ_ONCE = ("organisation", "assembly", "electors", "committee_in_office", "counted")


class PartyElection(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_election_appointment.party_election_appointment import (
			PartyElectionAppointment,
		)
		from party_affairs.party_affairs.doctype.party_election_ballot.party_election_ballot import (
			PartyElectionBallot,
		)
		from party_affairs.party_affairs.doctype.party_election_candidate.party_election_candidate import (
			PartyElectionCandidate,
		)
		from party_affairs.party_affairs.doctype.party_election_exclusion.party_election_exclusion import (
			PartyElectionExclusion,
		)
		from party_affairs.party_affairs.doctype.party_election_officer.party_election_officer import (
			PartyElectionOfficer,
		)
		from party_affairs.party_affairs.doctype.party_election_seat.party_election_seat import (
			PartyElectionSeat,
		)
		from party_affairs.party_affairs.doctype.party_election_vote.party_election_vote import (
			PartyElectionVote,
		)

		agreed_on: DF.Date | None
		agreement_no: DF.Data | None
		amended_from: DF.Link | None
		appointments: DF.Table[PartyElectionAppointment]
		approval_no: DF.Data | None
		approved_on: DF.Date | None
		ballots: DF.Table[PartyElectionBallot]
		branch: DF.Link
		candidates: DF.Table[PartyElectionCandidate]
		candidates_agreed_on: DF.Date | None
		candidates_agreement_no: DF.Data | None
		chair: DF.Link | None
		exclusions: DF.Table[PartyElectionExclusion]
		exclusions_adopted: DF.Check
		has_committee: DF.Check
		held_on: DF.Date | None
		kind: DF.Literal["Term Election", "By-Election"]
		meeting: DF.Link | None
		naming_series: DF.Literal["PE-.YYYY.-.#####"]
		nominated_on: DF.Date | None
		officers: DF.Table[PartyElectionOfficer]
		planned_on: DF.Date | None
		previous_term_end: DF.Date | None
		reported_on: DF.Date | None
		request_no: DF.Data | None
		requested_on: DF.Date | None
		rules_adopted: DF.Check
		seats: DF.Table[PartyElectionSeat]
		state_before: DF.LongText | None
		status: DF.Literal[
			"Preparing", "Requested", "Agreed", "Candidates Agreed", "Held", "Result Approved", "Cancelled"
		]
		term_end: DF.Date | None
		term_start: DF.Date | None
		term_years: DF.Int
		title: DF.Data | None
		votes: DF.Table[PartyElectionVote]
	# end: auto-generated types

	def validate(self):
		self.forget_what_was_read()
		self.set_term()
		self.validate_dates()
		self.validate_seats()
		self.validate_candidates()
		self.validate_meeting()
		self.validate_exclusions()
		self.validate_officers()
		counting.count(self)
		self.validate_appointments()
		self.set_status()
		self.set_title()

	def before_submit(self):
		steps.Approve(self).check()

	def on_submit(self):
		steps.Approve(self).change()

	def before_cancel(self):
		steps.TakeBack(self).check()
		self.status = steps.CANCELLED

	def on_cancel(self):
		steps.TakeBack(self).change()

	# Term and days

	def set_term(self):
		"""A term election begins a new term, a by-election fills seats to the end of the running one."""
		branch = self.organisation
		if not self.term_start:
			self.term_start = self.held_on
		if self.kind == "By-Election":
			self.previous_term_end, self.term_years, self.term_end = None, 0, branch.term_end
			return
		if not self.state_before:
			# Where the new term was entered by hand already, the end of the one before is not known.
			entered = branch.term_start and self.term_start and branch.term_start >= getdate(self.term_start)
			self.previous_term_end = None if entered else branch.term_end
		with rules_speak_to_user(ElectionError):
			self.term_years = post_rules.checked_years(self.term_years or post_rules.TERM_YEARS)
		start = self.term_start and getdate(self.term_start)
		self.term_end = post_rules.term_end(start, self.term_years) if start else None

	def validate_dates(self):
		refuse_future_date(self, *steps.DAYS, exception=ElectionError)
		given = [fieldname for fieldname in steps.DAYS if self.get(fieldname)]
		for earlier, later in pairwise(given):
			require_order(self, earlier, later, ElectionError)
		for fieldname in takewhile(lambda day: day != given[-1], steps.DAYS) if given else ():
			if fieldname not in given:
				frappe.throw(
					_("{0} is filled in, but {1} is not. Enter the steps in their order.").format(
						label_of(self, given[-1]), label_of(self, fieldname)
					),
					ElectionError,
				)
		require_order(self, "held_on", "term_start", ElectionError)

	# Seats and candidates

	def validate_seats(self):
		offices = [row.office for row in self.seats]
		for place, row in enumerate(self.seats):
			if row.office in offices[:place]:
				self.refuse_row(
					row, "seats", _("{0} is listed twice. Remove one of the rows.").format(_(row.office))
				)
			if row.office == COMMITTEE_MEMBER and not self.has_committee:
				self.refuse_row(
					row,
					"seats",
					_(
						"committee members are elected only where a committee is set up: tick {0}, or remove the row."
					).format(label_of(self, "has_committee")),
				)
			with rules_speak_to_user(ElectionError):
				row.least_candidates = rules.candidates_needed(frappe.scrub(row.office), row.seats)
				self.check_seats(row)

	def check_seats(self, row):
		"""The size of a committee is a matter of branches; committees above have other rules."""
		if self.organisation.branch_type in COMMITTEE_TYPES:
			return None
		return rules.check_seats(
			frappe.scrub(row.office),
			row.seats,
			self.full_members,
			len(self.committee_in_office) if self.kind == "By-Election" else 0,
			thresholds_set(),
		)

	def validate_candidates(self):
		self.refuse_repeated("candidates", lambda row: (row.office, row.member))
		for row in self.candidates:
			self.refuse_barred(row, "candidates", _("{0} cannot stand: {1}."))
			if row.office not in self.seats_by_office:
				self.refuse_row(
					row, "candidates", _("{0} is not among the seats to fill.").format(_(row.office))
				)
		if self.candidates_agreed_on or self.held_on:
			self.require_enough_candidates()

	def require_enough_candidates(self):
		require(self, "seats", exception=ElectionError)
		for office, seats in self.seats_by_office.items():
			number = sum(row.office == office for row in self.candidates)
			with rules_speak_to_user(ElectionError):
				rules.check_candidates(frappe.scrub(office), seats, number)

	# The meeting

	def validate_meeting(self):
		require_members_of([self.chair], self.branch, ElectionError, subtree=True)
		if not self.meeting:
			return
		meeting = self.assembly
		is_assembly = meeting.kind == "Member Assembly" or meeting.also_assembly
		if not (
			is_assembly
			and meeting.docstatus == 1
			and meeting.branch == self.branch
			and self.held_on
			and getdate(meeting.meeting_date) == getdate(self.held_on)
		):
			frappe.throw(
				_("{0}: choose a submitted assembly of {1} that was held on {2}.").format(
					label_of(self, "meeting"),
					frappe.bold(self.branch),
					frappe.bold(label_of(self, "held_on")),
				),
				ElectionError,
			)

	def validate_exclusions(self):
		self.refuse_repeated("exclusions", lambda row: row.member)
		candidates = {row.member for row in self.candidates}
		for row in self.exclusions:
			self.refuse_barred(row, "exclusions", _("{0} is not entitled anyhow: {1}."))
			if row.member in candidates:
				self.refuse_row(
					row, "exclusions", _("{0} is a candidate and is counted.").format(self.name_of(row))
				)
			with rules_speak_to_user(ElectionError):
				needs_consent = rules.exclusion(frappe.scrub(row.reason)).needs_consent
			if needs_consent and self.held_on and not (row.agreed_above and self.exclusions_adopted):
				self.refuse_row(
					row,
					"exclusions",
					_(
						"{0} is left out only with the agreement above and once the meeting adopted it. Tick both, or remove the row."
					).format(self.name_of(row)),
				)

	def validate_officers(self):
		"""Scrutineers and tellers are no candidates; scrutineers are entitled to vote."""
		self.refuse_repeated("officers", lambda row: row.member)
		candidates = {row.member for row in self.candidates}
		for row in self.officers:
			if row.member in candidates:
				self.refuse_row(
					row,
					"officers",
					_("{0} is a candidate and cannot be {1}. Choose somebody else.").format(
						self.name_of(row), _(row.duty)
					),
				)
			if row.duty in steps.SCRUTINEERS:
				self.refuse_barred(row, "officers", _("{0} cannot be a scrutineer: {1}."))
				if row.member in self.excluded:
					self.refuse_row(
						row,
						"officers",
						_("{0} is not counted as entitled to vote.").format(self.name_of(row)),
					)
		require_members_of([row.member for row in self.officers], self.branch, ElectionError, subtree=True)

	# Result

	def validate_appointments(self):
		self.refuse_repeated("appointments", lambda row: row.post)
		if self.appointments and any(course.rounds for course in self.counted.values()):
			self.check_appointments(everybody=False)

	def check_appointments(self, everybody: bool):
		with rules_speak_to_user(ElectionError):
			rules.check_appointments(
				[(row.member, frappe.scrub(row.post)) for row in self.appointments],
				{frappe.scrub(office): course.elected for office, course in self.counted.items()},
				{member: elector.name for member, elector in self.electors.items()},
				bool(self.has_committee),
				self.committee_in_office if self.kind == "By-Election" else (),
				everybody=everybody,
			)

	def set_status(self):
		if self.docstatus == 1:
			self.status = steps.APPROVED
			return
		reached = [status for day, status in steps.DAYS.items() if status and self.get(day)]
		self.status = reached[-1] if reached else steps.PREPARING

	def set_title(self):
		year = getdate(self.held_on or self.planned_on or nowdate()).year
		with in_site_language():
			self.title = _("{branch}: {kind} {year}").format(
				branch=self.organisation.short_name or self.branch, kind=_(self.kind), year=year
			)

	# What the steps look at

	def forget_what_was_read(self):
		for name in _READ_ONCE:
			self.__dict__.pop(name, None)

	@cached_property
	def organisation(self):
		fields = ["branch_type", "short_name", "term_start", "term_end"]
		require(self, "branch", exception=ElectionError)
		return frappe.db.get_value("Party Branch", self.branch, fields, as_dict=True)

	@cached_property
	def assembly(self):
		"""The minutes of the assembly in which the election was held."""
		fields = ["kind", "also_assembly", "branch", "meeting_date", "present_count", "docstatus"]
		return frappe.db.get_value("Party Meeting", self.meeting, fields, as_dict=True)

	@property
	def register_day(self):
		"""The day whose register counts: that of the election, until then today."""
		return getdate(self.held_on or nowdate())

	@cached_property
	def electors(self) -> dict[str, facts.Elector]:
		"""The people of the organisation on that day, applicants included."""
		return facts.electors(branch_and_below(self.branch), self.register_day)

	@property
	def full_members(self) -> int:
		return sum(elector.is_full_member for elector in self.electors.values())

	@property
	def party_members(self) -> int:
		return sum(elector.is_party_member for elector in self.electors.values())

	@property
	def excluded(self) -> set[str]:
		return {row.member for row in self.exclusions}

	@property
	def entitled(self) -> int:
		"""Number of people entitled to vote in the assembly (应到会有选举权人数)."""
		return sum(
			elector.bar is None and elector.member not in self.excluded for elector in self.electors.values()
		)

	@property
	def needed_to_open(self) -> int:
		"""Least number of them who must be present, by the regulation in force on the day."""
		return regulation(self.register_day).needed_to_open(self.entitled)

	@cached_property
	def committee_in_office(self) -> tuple[str, ...]:
		"""Members of the committee as it was on the day before those elected here take office."""
		return posts.committee_members(
			self.branch, add_days(getdate(self.term_start or self.register_day), -1)
		)

	@property
	def committee_after(self) -> set[str]:
		"""Members of the committee that elects secretary and deputy."""
		course = getattr(self, "counted", {}).get(COMMITTEE_MEMBER)
		elected = set(course.elected) if course else set()
		return elected | set(self.committee_in_office) if self.kind == "By-Election" else elected

	@property
	def seats_by_office(self) -> dict[str, int]:
		"""Seats by office, in the order of the ballots: the committee first, since it elects the others."""
		seats = {row.office: int(row.seats or 0) for row in self.seats}
		return {label: seats[label] for label in rules.OFFICES.values() if label in seats}

	def votes_in_committee(self, office: str) -> bool:
		return bool(self.has_committee) and office != COMMITTEE_MEMBER

	@property
	def courses(self) -> dict[str, rules.Course]:
		"""What the rounds come to by office, as of the last validation or, of a stored draft, counted now."""
		if not hasattr(self, "counted"):
			counting.count(self)
		return self.counted

	# Refusals

	def refuse_row(self, row, fieldname: str, sentence: str):
		frappe.throw(
			_("{0}, row {1}: {2}").format(label_of(self, fieldname), row.idx, sentence), ElectionError
		)

	def refuse_repeated(self, fieldname: str, key):
		seen = set()
		for row in self.get(fieldname):
			if key(row) in seen:
				what = self.name_of(row) if row.get("member") else _(row.office)
				self.refuse_row(
					row, fieldname, _("{0} is listed twice. Remove one of the rows.").format(what)
				)
			seen.add(key(row))

	def refuse_barred(self, row, fieldname: str, sentence: str):
		"""Refuse, with a sentence of name and reason, a person who has no vote on the day and so cannot stand either."""
		elector = self.electors.get(row.member)
		bar = elector.bar if elector else rules.bar_to_vote("", False, False)
		if bar is not None:
			self.refuse_row(row, fieldname, sentence.format(self.name_of(row), bar.text(_)))

	def remarks(self) -> list[Message]:
		"""What is unusual, and no reason to refuse the record."""
		found = []
		if self.kind == "Term Election" and self.held_on:
			end = getdate(self.previous_term_end) if self.previous_term_end else None
			found.append(rules.postponement_warning(end, getdate(self.held_on)))
		for row in self.seats:
			with rules_speak_to_user(ElectionError):
				found.append(self.check_seats(row))
		for row in self.candidates:
			elector = self.electors.get(row.member)
			if row.office == "Secretary" and elector:
				found.append(
					rules.secretary_standing_warning(elector.full_member_on, self.register_day, elector.name)
				)
		for row in self.ballots:
			if not self.votes_in_committee(row.office) and row.entitled and row.entitled != self.entitled:
				found.append(
					Message(
						"Round {round}: {given} electors are entered as expected, by the register there are {entitled}.",
						round=row.round,
						given=row.entitled,
						entitled=self.entitled,
					)
				)
		return list(dict.fromkeys(remark for remark in found if remark is not None))

	def name_by_member(self, member: str) -> str:
		elector = self.electors.get(member)
		return elector.name if elector else member

	def plain_name_of(self, row) -> str:
		elector = self.electors.get(row.member)
		return elector.name if elector else row.member_name or row.member

	def name_of(self, row) -> str:
		if row.member and row.member not in self.electors:
			return shown_name(row.member)
		return frappe.bold(self.plain_name_of(row))


def on_doctype_update():
	frappe.db.add_index("Party Election", ["branch", "held_on"])
