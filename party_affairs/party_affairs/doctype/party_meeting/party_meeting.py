import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.groups import require_group_of_branch
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.exceptions import MeetingError, rules_speak_to_user
from party_affairs.facts.meetings import expected as register_facts
from party_affairs.facts.meetings import notices as notice_facts
from party_affairs.facts.members import register as member_facts
from party_affairs.facts.organisation import absences, groups
from party_affairs.facts.organisation import posts as post_facts
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.party_affairs.doctype.party_meeting import steps
from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings import attendance, leading
from party_affairs.rules.meetings import records as meeting_rules
from party_affairs.rules.meetings.facts import MinutesFacts
from party_affairs.rules.message import Message

_COMMITTEE = "committee_meeting"


class PartyMeeting(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_meeting_attendee.party_meeting_attendee import (
			PartyMeetingAttendee,
		)
		from party_affairs.party_affairs.doctype.party_meeting_guest.party_meeting_guest import (
			PartyMeetingGuest,
		)
		from party_affairs.party_affairs.doctype.party_meeting_photo.party_meeting_photo import (
			PartyMeetingPhoto,
		)
		from party_affairs.party_affairs.doctype.party_meeting_resolution.party_meeting_resolution import (
			PartyMeetingResolution,
		)
		from party_affairs.party_affairs.doctype.party_meeting_speech.party_meeting_speech import (
			PartyMeetingSpeech,
		)

		absent_count: DF.Int
		agenda: DF.Text | None
		also_assembly: DF.Check
		also_lecture: DF.Check
		also_life_meeting: DF.Check
		also_theme_day: DF.Check
		amended_from: DF.Link | None
		attendees: DF.Table[PartyMeetingAttendee]
		branch: DF.Link
		chair: DF.Link | None
		chair_name: DF.Data | None
		convened_by: DF.Literal[
			"",
			"Branch Committee",
			"Secretary",
			"Deputy Secretary",
			"Group Leader",
			"Party Branch",
			"Law Firm",
			"Higher Organisation",
			"Other",
		]
		correction: DF.SmallText | None
		duration_hours: DF.Float
		ends_on: DF.Datetime | None
		expected_count: DF.Int
		expected_full: DF.Int
		expected_probationary: DF.Int
		guests: DF.Table[PartyMeetingGuest]
		has_democratic_council: DF.Check
		has_dues_payment: DF.Check
		has_study: DF.Check
		has_thought_report: DF.Check
		has_voluntary_service: DF.Check
		import_row: DF.Data | None
		is_enlarged: DF.Check
		kind: DF.Literal[
			"Member Assembly",
			"Committee Meeting",
			"Group Meeting",
			"Party Lecture",
			"Theme Day",
			"Organisation Life Meeting",
			"Democratic Talk",
			"Party Mass Council",
			"Development Conference",
			"Partners Conference",
		]
		lecture_no_outing: DF.Check
		lecture_no_reading: DF.Check
		lecture_no_script: DF.Check
		lecture_to_practice: DF.Check
		lecturer: DF.Data | None
		location: DF.Data | None
		meeting_date: DF.Date | None
		method: DF.Data | None
		naming_series: DF.Literal["PMT-.YYYY.-.#####"]
		outcome: DF.Text | None
		party_group: DF.Link | None
		photos: DF.Table[PartyMeetingPhoto]
		present_count: DF.Int
		present_full: DF.Int
		present_probationary: DF.Int
		recorder: DF.Link | None
		recorder_name: DF.Data | None
		resolutions: DF.Table[PartyMeetingResolution]
		speeches: DF.Text | None
		speeches_by_person: DF.Table[PartyMeetingSpeech]
		starts_on: DF.Datetime
		stated_expected: DF.Int
		stated_present: DF.Int
		topic: DF.Data
		voters_expected: DF.Int
		voters_present: DF.Int
	# end: auto-generated types

	def onload(self):
		if self.docstatus.is_draft() and not self.is_new():
			self.set_onload("notices", [notice.text(_) for notice in self.notices()])
		sentence = self.quorum_sentence()
		self.set_onload("quorum", sentence.text(_) if sentence else None)

	def validate(self):
		self.forget_the_day()
		self.validate_times()
		self.set_date_and_duration()
		self.validate_kinds()
		self.validate_group()
		self.validate_attendees()
		self.validate_people()
		self.validate_make_ups()
		self.complete_attendance()
		self.settle_votes()
		self.count_attendance()
		self.validate_stated_figures()
		self.validate_speeches()
		self.validate_resolutions()

	def before_submit(self):
		steps.LockMinutes(self).check()

	def on_submit(self):
		steps.LockMinutes(self).change()

	def on_trash(self):
		"""The notice from which a draft was opened may open another."""
		for notice in notice_facts.opened_from(self.name):
			frappe.db.set_value("Meeting Notice", notice, "meeting", None)

	def before_update_after_submit(self):
		self.refuse_other_changes_of_attendance()
		self.validate_make_ups()
		self.validate_follow_up()

	# When and what

	def validate_times(self):
		require(self, "starts_on", exception=MeetingError)
		with rules_speak_to_user(MeetingError):
			meeting_rules.check_times(
				get_datetime(self.starts_on), get_datetime(self.ends_on) if self.ends_on else None
			)

	def set_date_and_duration(self):
		self.meeting_date = getdate(self.starts_on)
		self.duration_hours = None
		if self.ends_on:
			self.duration_hours = float(
				meeting_rules.duration_hours(get_datetime(self.starts_on), get_datetime(self.ends_on))
			)

	def validate_kinds(self):
		"""A record counts once for each kind; its own kind needs no second tick."""
		for tick, kind in meeting_kinds.also_ticks().items():
			if self.kind == kind.label:
				self.set(tick, 0)
			elif self.get(tick):
				with rules_speak_to_user(MeetingError):
					meeting_rules.check_also(frappe.scrub(self.kind), kind.key)
		if not meeting_kinds.meeting_kind(frappe.scrub(self.kind)).may_be_enlarged:
			self.is_enlarged = 0

	def validate_group(self):
		if self.kind != "Group Meeting":
			self.party_group = None
			return
		require_group_of_branch(self, MeetingError)

	# Who

	def validate_attendees(self):
		self.leave_out_what_was_added_of_the_named()
		members = [row.member for row in self.attendees]
		for place, row in enumerate(self.attendees):
			if row.member in members[:place]:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice. Remove one of the rows.").format(
						label_of(self, "attendees"), row.idx, shown_name(row.member)
					),
					MeetingError,
				)
		require_members_of(members, self.branch, MeetingError, subtree=True, former=True)

	def leave_out_what_was_added_of_the_named(self):
		"""Who is written by hand needs no row that was added for him."""
		named = {row.member for row in self.attendees if attendance.is_named(row)}
		rows = [row for row in self.attendees if attendance.is_named(row) or row.member not in named]
		if len(rows) < len(self.attendees):
			self.set("attendees", rows)

	def validate_people(self):
		"""Chair, recorder, speakers and those responsible belong to the branch, or to an organisation below it."""
		people = [
			self.chair,
			self.recorder,
			*(row.responsible for row in self.resolutions),
			*(row.member for row in self.speeches_by_person),
		]
		require_members_of(people, self.branch, MeetingError, subtree=True, former=True)

	def validate_make_ups(self):
		"""A meeting is made up after it was held, and only by somebody who was not there."""
		for row in self.attendees:
			if row.attendance != "Made Up":
				row.made_up_on = row.made_up_how = None
			elif row.made_up_on:
				refuse_future_date(row, "made_up_on", exception=MeetingError)
				self.refuse_day_before_meeting("attendees", row, "made_up_on")

	def complete_attendance(self):
		"""Who belongs there by the register and is not named was absent, once the meeting was held and somebody is written.

		What was added so stands until the record says more of a member, or the register does not have him on that day.
		"""
		named = [row for row in self.attendees if attendance.is_named(row)]
		added = {row.member: row for row in self.attendees if not attendance.is_named(row)}
		for row in named:
			row.from_register = 0
		expected = self.expected()
		missing = attendance.complete(named, expected) if self.was_held() else []
		self.set("attendees", named)
		for member in missing:
			kept = added.get(member)
			self.append("attendees", kept or self.absentee(member))
		for number, row in enumerate(self.attendees, start=1):
			row.idx = number

	def absentee(self, member: str) -> dict:
		"""The row of a member of whom the record says nothing."""
		return {
			"member": member,
			"member_name": self.register().people[member].label,
			"attendance": attendance.ABSENT,
			"from_register": 1,
		}

	def was_held(self) -> bool:
		return get_datetime(self.starts_on) <= now_datetime()

	def settle_votes(self):
		"""Probationary members have no vote, nor, in the committee, people without a seat there."""
		for row in self.attendees:
			if row.from_register:
				row.has_vote = int(self.may_vote(row.member))
			elif row.has_vote and not self.may_vote(row.member):
				row.has_vote = 0

	def may_vote(self, member: str) -> bool:
		"""Whether the rules give an attendee a vote in this meeting."""
		expected = self.expected()
		if expected is not None:
			return expected.get(member, False)
		return self.register().may_vote(member, getdate(self.starts_on))

	def count_attendance(self):
		"""Expected are those of the register; whoever else came is no part of the numbers. Without a register the list counts."""
		full, probationary = member_facts.FULL_MEMBER, member_facts.PROBATIONARY_MEMBER
		expected = self.expected()
		counted = self.counted()
		present = [row.member for row in counted if row.attendance == attendance.PRESENT]
		of_record = [row.member for row in counted] if expected is None else list(expected)
		for prefix, names in (("expected", of_record), ("present", present)):
			stages = [self.stage(name) for name in names]
			self.set(f"{prefix}_count", len(names))
			self.set(f"{prefix}_full", stages.count(full))
			self.set(f"{prefix}_probationary", stages.count(probationary))
		voters = self.voters()
		self.voters_expected, self.voters_present = voters["eligible"], voters["present"]
		self.absent_count = len(counted) - len(present)

	def counted(self) -> list[Document]:
		"""The rows of those who are expected by the register; of everybody where it does not say."""
		expected = self.expected()
		return [row for row in self.attendees if expected is None or row.member in expected]

	def voters(self) -> dict[str, int]:
		"""How many with a vote were expected by the register of the day, and how many of them were there."""
		expected = self.expected()
		voting = [row for row in self.counted() if row.has_vote]
		eligible = len(voting) if expected is None else sum(expected.values())
		return {
			"eligible": eligible,
			"present": sum(row.attendance == attendance.PRESENT for row in voting),
		}

	def validate_stated_figures(self):
		"""Figures that the record states must be those to which the register and the names come; otherwise it is asked."""
		expected = self.expected()
		if expected is None:
			return
		people = self.register().names(expected)
		if self.stated_expected and self.stated_expected != len(expected):
			self.ask_about("stated_expected", len(expected), people)
		if self.present_count and self.stated_present and self.stated_present not in self.possible_presence():
			there = [row.member for row in self.counted() if row.attendance == attendance.PRESENT]
			self.ask_about("stated_present", self.present_count, self.register().names(there))
		if (self.stated_present or 0) > len(expected) + len(self.guests):
			self.ask_about("stated_present", len(expected), people)

	def possible_presence(self) -> set[int]:
		"""The numbers that a record may give as present: those expected, all on its list, or these with the guests."""
		listed = sum(row.attendance == attendance.PRESENT for row in self.attendees)
		return {self.present_count, listed, self.present_count + len(self.guests), listed + len(self.guests)}

	def ask_about(self, fieldname: str, counted: int, people: list[str]):
		label = Message(self.meta.get_label(fieldname))
		question = attendance.disagreement(label, self.get(fieldname), counted, people)
		frappe.throw(question.text(_), MeetingError)

	def validate_speeches(self):
		for row in self.speeches_by_person:
			if not row.speaker and row.member:
				row.speaker = frappe.db.get_value("Party Member", row.member, "member_name")
			if not row.speaker:
				frappe.throw(
					_("{0}, row {1}: please say who spoke.").format(
						label_of(self, "speeches_by_person"), row.idx
					),
					MeetingError,
				)

	# Decisions

	def validate_resolutions(self):
		for row in self.resolutions:
			self.set_matter(row)
			self.set_result(row)
			if row.deadline:
				self.refuse_day_before_meeting("resolutions", row, "deadline")
		self.validate_follow_up()

	def set_matter(self, row):
		"""Votes are counted by the arithmetic of the meeting's own kind, unless another one is chosen that may be."""
		allowed = [meeting_rules.MATTERS[matter] for matter in meeting_rules.matters_of(self.kinds())]
		if row.matter and row.matter not in allowed:
			frappe.throw(
				_(
					"{0}, row {1}: a meeting of the kind {2} takes no vote of the kind {3}. Choose: {4}."
				).format(
					label_of(self, "resolutions"),
					row.idx,
					frappe.bold(_(self.kind)),
					frappe.bold(_(row.matter)),
					"、".join(_(matter) for matter in allowed),
				),
				MeetingError,
			)
		if not row.matter and meeting_rules.is_voted(row):
			row.matter = allowed[0]

	def set_result(self, row):
		if not row.matter:
			row.result = meeting_rules.WITHOUT_VOTE
		elif not meeting_rules.is_voted(row):
			row.result = None
		else:
			self.require_voters(row)
			try:
				row.result = meeting_rules.resolution_result(
					self.matter_of(row), self.voters_expected, self.voters_present, row
				)
			except RuleError as error:
				self.refuse_resolution(row, error.message.text(_))

	def matter_of(self, row) -> str:
		"""The key of the arithmetic by which a resolution was voted on."""
		return next(key for key, label in meeting_rules.MATTERS.items() if label == row.matter)

	def require_voters(self, row):
		if not self.voters_expected:
			self.refuse_resolution(
				row,
				_(
					"votes were counted, but nobody on the list of attendees is entitled to vote. Enter who was there."
				),
			)

	def refuse_resolution(self, row, sentence: str):
		frappe.throw(
			_("{0}, row {1}: {2}").format(label_of(self, "resolutions"), row.idx, sentence), MeetingError
		)

	def refuse_day_before_meeting(self, table: str, row, fieldname: str):
		if getdate(row.get(fieldname)) < getdate(self.meeting_date):
			frappe.throw(
				_("{0}, row {1}: {2} lies before the day of the meeting. Please check it.").format(
					label_of(self, table), row.idx, label_of(row, fieldname)
				),
				MeetingError,
			)

	def validate_follow_up(self):
		for row in self.resolutions:
			if row.done_on:
				refuse_future_date(row, "done_on", exception=MeetingError)
				self.refuse_day_before_meeting("resolutions", row, "done_on")

	# After the minutes were locked

	def refuse_other_changes_of_attendance(self):
		"""After submission an absentee may make the meeting up; otherwise attendance is part of the locked minutes."""
		before = {row.name: row.attendance for row in self.get_doc_before_save().attendees}
		for row in self.attendees:
			was = before.get(row.name)
			if row.attendance != was and not (was in ("Leave", "Absent") and row.attendance == "Made Up"):
				frappe.throw(
					_(
						"{0}, row {1}: the minutes are locked. Only those who were absent may make the meeting up; correct anything else by amending the record."
					).format(label_of(self, "attendees"), row.idx),
					MeetingError,
				)
			if row.attendance == "Made Up" and was != "Made Up":
				require(row, "made_up_on", exception=MeetingError)

	# What the rules have to say about it

	def notices(self) -> list[Message]:
		"""What does not keep to the guide without being refused: the chair, a missing committee, a vote not secret."""
		notices = [
			self.notice_of_leading(),
			self.notice_of_committee(),
			self.notice_of_register(),
			self.notice_of_names(),
			*self.notices_of_ballots(),
		]
		return [notice for notice in notices if notice]

	def notice_of_leading(self) -> Message | None:
		"""What is wrong with who convened and chaired the meeting, by the first of its kinds of which there is something to say."""
		for kind in self.kinds():
			if notice := leading.fault(self.led(kind)) if self.chair or self.convened_by else None:
				return notice
		return None

	def led(self, kind: str) -> leading.Led:
		"""How the record says that the meeting was led, as one of its kinds."""
		by = meeting_kinds.meeting_kind(kind).chaired_by
		held = self.posts_held()
		regular = (
			self.group_leaders()
			if by == "group_leader"
			else {member for member, keys in held.items() if by in keys}
		)
		present = {row.member for row in self.attendees if row.attendance == attendance.PRESENT}
		return leading.Led(
			kind=kind,
			chair=bool(self.chair),
			chair_posts=held.get(self.chair, frozenset()),
			leads_group=by == "group_leader" and self.chair in regular,
			chair_known=bool(regular),
			regular_present=bool(regular & present),
			regular_away=by == "secretary" and absences.is_away(self.branch, getdate(self.starts_on)),
			convened_by=self.convened_by or None,
		)

	def notice_of_committee(self) -> Message | None:
		if frappe.scrub(self.kind) != _COMMITTEE:
			return None
		committee = self.committee()
		if not committee:
			return Message(
				"{branch} has no committee on this day, so a committee meeting is not its form: it decides in the member "
				"assembly. If there is a committee, enter its posts first.",
				branch=self.branch,
			)
		others = [row.member_name or "" for row in self.attendees if row.member not in committee]
		if others and not self.is_enlarged:
			return Message(
				"{people} hold no seat on the committee and have no vote. If the meeting was enlarged, tick it.",
				people=tuple(others),
			)
		return None

	def notice_of_register(self) -> Message | None:
		"""Members of the Party who are written without belonging there by the register of the day."""
		expected, day = self.expected(), getdate(self.starts_on)
		if expected is None or self.is_enlarged or frappe.scrub(self.kind) == _COMMITTEE:
			return None
		others = tuple(
			row.member_name or ""
			for row in self.attendees
			if row.member not in expected and self.register().is_in_party(row.member, day)
		)
		if not others:
			return None
		return Message(
			"By the register of this day {people} are not expected at this meeting and do not count. Correct the list, or "
			"the register.",
			people=others,
		)

	def notice_of_names(self) -> Message | None:
		"""What the register has added, or that the record has figures and no names."""
		added = tuple(row.member_name or "" for row in self.attendees if not attendance.is_named(row))
		if added:
			return Message(
				"{number} members of the register are not named in the record and were entered as absent: {people}. Give "
				"the reason of each, or set leave; the minutes lack the absentees until then.",
				number=len(added),
				people=added,
			)
		if self.stated_present and not self.present_count:
			return Message(
				"The record gives figures only. The minutes lack the names of those who were there."
			)
		return None

	def notices_of_ballots(self) -> list[Message]:
		return [
			Message(
				"Resolution {number}: admission and full membership are voted on by secret ballot (rules of admission "
				"2026, article 20).",
				number=row.idx,
			)
			for row in self.resolutions
			if row.matter == meeting_rules.MATTERS["admission"]
			and row.vote_method
			and row.vote_method != "Secret Ballot"
		]

	def quorum_sentence(self) -> Message | None:
		"""The sentence with which a meeting that decides opens by the register of its day, None where nobody votes."""
		matters = meeting_rules.matters_of(self.kinds()) if self.kind else ()
		decides = (
			any(meeting_kinds.meeting_kind(kind).chair_citation for kind in self.kinds())
			if self.kind
			else False
		)
		# Nobody written as present says nothing of who was there.
		if not decides or not self.starts_on or not self.present_count:
			return None
		voters = self.voters()
		if not voters["eligible"]:
			return None
		asked = {self.matter_of(row) for row in self.resolutions if row.matter}
		# Where members are admitted, the stricter quorum opens the meeting.
		matter = "admission" if "admission" in asked else matters[0]
		return meeting_rules.quorum_sentence(matter, voters["eligible"], voters["present"])

	def minutes_facts(self) -> MinutesFacts:
		"""The facts by which clause R25 judges the record, whatever number was stored as expected."""
		expected = self.expected()
		return MinutesFacts(
			kinds=self.kinds(),
			starts_on=self.starts_on,
			location=self.location,
			present_count=self.present_count,
			expected_count=len(expected) if expected else self.expected_count or None,
			absentees_listed=sum(
				row.attendance != attendance.PRESENT and attendance.is_named(row) for row in self.counted()
			),
			chair=self.chair,
			agenda=self.agenda or self.topic,
			speeches=self.speeches or self.speeches_by_person,
			outcome=self.outcome or self.resolutions,
			lecturer=self.lecturer,
			topic=self.topic,
		)

	def kinds(self) -> tuple[str, ...]:
		"""Keys of all kinds this record counts for."""
		return meeting_rules.kinds_of(self)

	# What was so on the day, read once

	def register(self) -> register_facts.Register:
		"""The register of the branch, with the stages of everybody on the list."""
		names = frozenset(row.member for row in self.attendees)
		asked, known = self._read("register", None, lambda: self.read_register(names))
		if names - asked:
			self.forget_the_day()
			return self.register()
		return known

	def read_register(self, names: frozenset[str]) -> tuple[frozenset[str], register_facts.Register]:
		return names, register_facts.register_on(self.branch, getdate(self.starts_on), names)

	def expected(self) -> dict[str, bool] | None:
		"""By member expected by the register of the day whether he votes, None where it expects nobody."""
		key = (self.kind, self.party_group)
		return self._read(
			"expected",
			key,
			lambda: self.register().expected(
				self.branch, frappe.scrub(self.kind), self.party_group, getdate(self.starts_on)
			),
		)

	def stage(self, member: str) -> str | None:
		"""The stage of an attendee on the day of the meeting."""
		return self.register().stage(member, getdate(self.starts_on))

	def posts_held(self) -> dict[str, frozenset[str]]:
		"""By member the keys of the posts held in the branch on the day of the meeting."""
		return self.register().posts_held(self.branch, getdate(self.starts_on))

	def committee(self) -> frozenset[str]:
		"""The members who hold a seat on the committee on the day; nobody where there is no committee."""
		return post_facts.committee_among(self.posts_held())

	def group_leaders(self) -> set[str]:
		"""Who led the group that meets on the day."""
		return groups.leaders_of(self.party_group, getdate(self.starts_on)) if self.party_group else set()

	def forget_the_day(self):
		self.__dict__.pop("_on_the_day", None)

	def _read(self, what: str, about, load):
		key = (what, self.branch, str(self.starts_on), about)
		known = self.__dict__.setdefault("_on_the_day", {})
		if key not in known:
			known[key] = load()
		return known[key]


def on_doctype_update():
	frappe.db.add_index("Party Meeting", ["branch", "meeting_date"])
