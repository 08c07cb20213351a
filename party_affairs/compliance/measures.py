"""Measures read from the records: for all subjects of a chunk of branches at once, a fixed number of queries each.

What is counted is what was the case by a day: records of a later day do not count, what was entered later about an earlier day
does. Somebody who moved is measured over his whole year, in whichever branch it was recorded, and a branch by what its
members did while they belonged to it. Of measures that no scheme names nothing is read. No permission is checked.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import frappe

from party_affairs.compliance.duties import clauses_here, findings_of
from party_affairs.facts import load
from party_affairs.facts.appraisal import appraisals
from party_affairs.facts.contact import pairings, welfare
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import self_checks
from party_affairs.facts.duties.self_checks import Ticked
from party_affairs.facts.evaluation import questionnaires
from party_affairs.facts.meetings import attended
from party_affairs.facts.meetings.attended import MADE_UP, Attendance
from party_affairs.facts.members import education, honours, sanctions
from party_affairs.facts.members.people import Person, asked_of
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.registry import Clause
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluation.measures import (
	ELSEWHERE,
	MEASURES,
	MEMBER,
	MONTHS_A_YEAR,
	Parameters,
	Reading,
	Ref,
	read_by,
	ticked,
)
from party_affairs.rules.findings import Finding
from party_affairs.rules.linked import Key, links_of
from party_affairs.rules.meetings.attendance import PRESENT
from party_affairs.rules.periods import Period, calendar_year, periods_between
from party_affairs.rules.spells import Spells
from party_affairs.settings import workdays

_DUES, _THOUGHT_REPORTS, _CONTACTS, _OPINIONS = "R49", "R32", "R43", "N09"
_BY_CLAUSES = "clause_rate"
_THEME_DAY = ("theme_day",)
_TICKED = ("ticked", "confirmed")
_ENOUGH = ("excellent", "qualified")
_NOTHING, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_HUNDREDTH = Decimal("0.01")


class Ask(NamedTuple):
	"""What is asked of the records: a measure by its key, with complete parameters (`rules.evaluation.measures.complete`).

	An omission that clauses share counts once among all that is asked together, but for what is asked `alone`, such as a veto.
	"""

	measure: str
	parameters: Parameters
	alone: bool = False


class Measuring:
	"""Measures of a calendar year as they stand on a day; clauses and calendar are read once for all chunks."""

	def __init__(self, year: int, as_of: date) -> None:
		self.year: Period = calendar_year(year)
		self.as_of = as_of
		self.calendar = workdays()
		self.clauses = clauses_here(self.year)

	def read(
		self, kind: str, subjects: Mapping[str, str], asks: Mapping[str, Ask]
	) -> dict[str, dict[str, Reading]]:
		"""Return by subject and key of an ask what the records hold.

		`subjects` maps each member or branch to its branch of the day, `kind` says which of both they are. Raise `RuleError`
		for a measure of which no records are kept on this site.
		"""
		chunk = Chunk(self, kind, subjects)
		chunk.together = tuple(
			dict.fromkeys(
				clause
				for ask in asks.values()
				if ask.measure == _BY_CLAUSES and not ask.alone
				for clause in ask.parameters["clauses"]
			)
		)
		found: dict[str, dict[str, Reading]] = {subject: {} for subject in subjects}
		known: dict[tuple, Mapping[str, Reading]] = {}
		for name, ask in asks.items():
			identity = (ask.measure, read_by(ask.measure, kind, ask.parameters), ask.alone)
			if identity not in known:
				known[identity] = self._provider(ask.measure)(chunk, ask)
			readings = known[identity]
			for subject, of_subject in found.items():
				of_subject[name] = readings.get(subject) or Reading()
		return found

	def read_ticks(
		self, branches: Collection[str], lines: Mapping[str, str]
	) -> dict[str, dict[str, Reading]]:
		"""Return by branch and key what is ticked on lines of its self-check sheets of the year; what nobody ticked is left out.

		`lines` name each a line by its key, by kind of sheet and key (`six_haves:leadership`), or all lines of a clause by its
		number. A line that was returned is not ticked. Of two sheets of the year the later one counts. Two queries.
		"""
		latest: dict[str, dict[tuple[str, str], Ticked]] = {branch: {} for branch in branches}
		for one in self_checks.ticks(sorted(branches), self.year.start, self.year.end):
			latest[one.branch][one.kind, one.line_key] = one
		found: dict[str, dict[str, Reading]] = {}
		for branch, ticks in latest.items():
			found[branch] = {}
			for key, line in lines.items():
				named = [
					one for one in ticks.values() if one.tick and one.state in _TICKED and _is_line(one, line)
				]
				if named:
					found[branch][key] = ticked((one.tick, Ref("Self Check", one.sheet)) for one in named)
		return found

	def _provider(self, key: str) -> "Provider":
		if key not in PROVIDERS:
			raise RuleError(
				"{measure} cannot be read: no records of it are kept here.", measure=MEASURES[key].label
			)
		return PROVIDERS[key]


def _is_line(one: Ticked, line: str) -> bool:
	return line in (one.line_key, f"{one.kind}:{one.line_key}", one.clause)


class Chunk:
	"""The subjects of a chunk of branches, and what is known of them; every part is read when a measure first asks for it."""

	def __init__(self, measuring: Measuring, kind: str, subjects: Mapping[str, str]) -> None:
		self.kind, self.subjects = kind, subjects
		self.year, self.as_of = measuring.year, measuring.as_of
		self.clauses: Mapping[str, Clause] = measuring.clauses
		self.calendar: Workdays = measuring.calendar
		self.first, self.last = self.year.start, min(self.as_of, self.year.end)
		day = max(self.year.start, self.last)
		self.known = load(sorted(set(subjects.values())), day, self.calendar, self.as_of)
		self.together: tuple[str, ...] = ()
		self._findings: dict[str, list[Finding]] = {}
		self._carried: dict[tuple[str, ...], Collection[Key]] = {}

	@cached_property
	def people(self) -> Mapping[str, Person]:
		"""Those whose records are read: the members who are measured, or all who belonged to the branches since the year began."""
		if self.kind != MEMBER:
			return self.known.people
		return {name: self.known.people[name] for name in self.subjects if name in self.known.people}

	@cached_property
	def names(self) -> list[str]:
		return sorted(self.people)

	@cached_property
	def asked(self) -> Mapping[str, Spells[str]]:
		"""By person when he was asked in the year, as it was known on the day, with the branch of each day."""
		kept = self.known.kept
		return {
			name: asked_of(person, kept).seen_on(self.as_of).within(self.first, self.last)
			for name, person in self.people.items()
		}

	@cached_property
	def months(self) -> Mapping[str, Decimal]:
		"""By subject the months in which it was asked, those of all its members together of a branch."""
		found: dict[str, Decimal] = defaultdict(Decimal)
		for (member, branch), number in self.months_of_members.items():
			found[member if self.kind == MEMBER else branch] += number
		return found

	@cached_property
	def months_of_members(self) -> Mapping[tuple[str, str], int]:
		"""By person and branch the months in which he was asked there: those on more than half of whose days he belonged to it.

		Times in which somebody was aged or ill are left out.
		"""
		found: dict[tuple[str, str], int] = defaultdict(int)
		months = periods_between("month", self.first, self.last)
		for name, person in self.people.items():
			for spell in self.asked[name].without(person.frail):
				if spell.first <= self.first and spell.last == self.year.end:
					found[name, spell.value] = MONTHS_A_YEAR
					continue
				alone = Spells((spell,))
				found[name, spell.value] += sum(
					2 * alone.days_in(month.start, month.end) > (month.end - month.start).days + 1
					for month in months
				)
		return found

	@cached_property
	def attendances(self) -> list[Attendance]:
		return attended.of_members(self.names, self.first, self.last)

	def findings(self, clause: str) -> list[Finding]:
		"""Return what a clause finds, each with its subject; also what former branches of the people answer for."""
		if clause not in self._findings:
			self._findings[clause] = findings_of(
				self.clauses[clause], self.known, self.year, self.as_of, self.calendar
			)
		return self._findings[clause]

	def carried(self, clauses: Collection[str]) -> Collection[Key]:
		"""Return the keys of the findings of some clauses that are counted with another one of them."""
		known = tuple(clauses)
		if known not in self._carried:
			findings = (finding for clause in known for finding in self.findings(clause))
			self._carried[known] = links_of(
				(self.clauses[clause] for clause in known), list(findings)
			).carried_by.keys()
		return self._carried[known]

	def subject_on(self, member: str, day: date) -> str | None:
		"""Return for whom something counts that a member did on a day, None where it counts for nobody here."""
		branch = self.asked[member].on(day)
		if branch is None:
			return None
		if self.kind == MEMBER:
			return member
		return branch if branch in self.subjects else None

	def subject_of(self, finding: Finding) -> str | None:
		"""Return for whom a finding counts: the member it is about, or the branch that answers for it."""
		if self.kind == MEMBER:
			return finding.subject if finding.subject in self.subjects else None
		return finding.branch if finding.branch in self.subjects else None

	def has_taken_place(self, one: Attendance) -> bool:
		"""Whether somebody was there, or has made it up by the day."""
		return one.attendance == PRESENT or (
			one.attendance == MADE_UP and (one.made_up_on is None or one.made_up_on <= self.as_of)
		)


Provider = Callable[[Chunk, Ask], Mapping[str, Reading]]
"""Reads a measure for all subjects of a chunk; a subject that is left out was asked nothing."""


class _Sum:
	"""A reading while it is put together."""

	__slots__ = ("count", "late", "missing", "of", "records", "word")

	def __init__(self) -> None:
		self.count = self.late = self.of = _NOTHING
		self.records: dict[Ref, None] = {}
		self.missing: dict[Ref, None] = {}
		self.word: str | None = None

	def reading(self, of: Decimal | None = None) -> Reading:
		return Reading(
			self.count,
			self.of if of is None else of,
			self.late,
			self.word,
			records=tuple(self.records),
			missing=tuple(self.missing),
		)


# --- meetings ----------------------------------------------------------------------------------------------------------


def _attendance(chunk: Chunk, kinds: Collection[str]) -> Mapping[str, Reading]:
	"""Meetings of some kinds to which members were expected, by the names in their records.

	Who was aged or ill is asked for no meeting that he missed. A meeting whose record names nobody says something about its
	branch alone, by its numbers.
	"""
	wanted, frail = frozenset(kinds), {name: person.frail for name, person in chunk.people.items()}
	sums: dict[str, _Sum] = defaultdict(_Sum)
	named = set()
	for one in chunk.attendances:
		meeting = one.meeting
		if wanted.isdisjoint(meeting.kinds):
			continue
		named.add(meeting.name)
		subject = _expected(chunk, one)
		if subject is None:
			continue
		ref = Ref("Party Meeting", meeting.name)
		found = sums[subject]
		if one.attendance == PRESENT:
			found.count += 1
			found.records[ref] = None
		elif chunk.has_taken_place(one):
			found.late += 1
			found.records[ref] = None
		elif frail[one.member] and frail[one.member].covers(meeting.day):
			continue
		elif chunk.kind == MEMBER:
			found.missing[ref] = None
		found.of += 1
	if chunk.kind != MEMBER:
		_count_unnamed(chunk, wanted, named, sums)
	return {subject: found.reading() for subject, found in sums.items()}


def _expected(chunk: Chunk, one: Attendance) -> str | None:
	"""For whom a row of attendance counts: at meetings of a committee its members need not belong to the organisation."""
	branch = chunk.asked[one.member].on(one.meeting.day)
	if branch is None:
		return None
	if branch != one.meeting.branch:
		own, *_others = one.meeting.kinds
		if meeting_kinds.meeting_kind(own).attendees != "committee":
			return None
	if chunk.kind == MEMBER:
		return one.member
	return one.meeting.branch if one.meeting.branch in chunk.subjects else None


def _count_unnamed(
	chunk: Chunk, kinds: Collection[str], named: Collection[str], sums: dict[str, _Sum]
) -> None:
	for meeting in attended.of_branches(sorted(chunk.subjects), chunk.first, chunk.last).values():
		if meeting.name in named or not meeting.expected or not set(kinds).intersection(meeting.kinds):
			continue
		found = sums[meeting.branch]
		found.count += min(meeting.present, meeting.expected)
		found.of += meeting.expected
		found.records[Ref("Party Meeting", meeting.name)] = None


# --- clauses -----------------------------------------------------------------------------------------------------------


def _clause_rate(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	clauses = ask.parameters["clauses"]
	return _clauses(chunk, clauses, clauses if ask.alone else chunk.together)


def _clauses(chunk: Chunk, clauses: Collection[str], together: Collection[str] = ()) -> Mapping[str, Reading]:
	"""Findings of some clauses: met in time, late or missed. An omission that clauses of `together` share counts once."""
	carried = chunk.carried(together) if len(together) > 1 else frozenset()
	sums: dict[str, _Sum] = defaultdict(_Sum)
	for finding in (finding for clause in clauses for finding in chunk.findings(clause)):
		if finding.status not in ("met", "late", "missed"):
			continue
		subject = chunk.subject_of(finding)
		if subject is None:
			continue
		found = sums[subject]
		if carried and finding.key in carried:
			found.word = ELSEWHERE
			continue
		found.of += 1
		if finding.status == "missed":
			found.missing[_what_is_missing(finding, subject)] = None
			continue
		if finding.status == "met":
			found.count += 1
		else:
			found.late += 1
		for doctype, name, _day in finding.evidence:
			found.records[Ref(doctype, name)] = None
	return {subject: found.reading() for subject, found in sums.items()}


def _what_is_missing(finding: Finding, subject: str) -> Ref:
	if finding.subject == subject:
		return Ref("Guide Rule", finding.rule, finding.period_key)
	return Ref(finding.subject_doctype, finding.subject, f"{finding.rule} {finding.period_key}")


def _paired(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	"""Contacts that members need by their posts of the day (R43), and those of them that they have."""
	sums: dict[str, _Sum] = defaultdict(_Sum)
	running = defaultdict(list)
	for row in chunk.known.pairing_rows:
		if row.start_date <= chunk.known.day and (row.end_date is None or row.end_date >= chunk.known.day):
			running[row.member].append(Ref("Contact Pairing", row.name))
	for finding in chunk.findings(_CONTACTS):
		# What a former branch left open is told of the month of the departure; asked is who is there on the day.
		if finding.status not in ("met", "missed") or finding.period_key != chunk.year.key:
			continue
		subject = chunk.subject_of(finding)
		if subject is None:
			continue
		found = sums[subject]
		found.of += finding.required or 0
		found.count += min(finding.found or 0, finding.required or 0)
		found.records.update(dict.fromkeys(running[finding.subject]))
	return {subject: found.reading() for subject, found in sums.items()}


# --- amounts up to a target ----------------------------------------------------------------------------------------------


class _Done(NamedTuple):
	"""Something a member did on a day, and how much of it."""

	member: str
	ref: Ref
	day: date
	amount: Decimal


def _towards(chunk: Chunk, done: Iterable[_Done]) -> Mapping[str, Reading]:
	"""What was done while it was asked, for the months in which it was."""
	sums: dict[str, _Sum] = defaultdict(_Sum)
	for one in done:
		subject = chunk.subject_on(one.member, one.day)
		if subject is not None:
			sums[subject].count += one.amount
			sums[subject].records[one.ref] = None
	return {subject: sums[subject].reading(chunk.months.get(subject, _NOTHING)) for subject in chunk.subjects}


def _contacts_made(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	rows = pairings.made_by(chunk.names, chunk.first, chunk.last)
	return _towards(
		chunk, (_Done(member, Ref("Contact Pairing", name), day, _ONE) for member, name, day in rows)
	)


def _welfare(chunk: Chunk, *, hours: bool) -> Mapping[str, Reading]:
	rows = welfare.joined(chunk.names, chunk.first, chunk.last)
	return _towards(
		chunk,
		(
			_Done(member, Ref("Public Welfare Activity", name), day, length if hours else _ONE)
			for member, name, day, length in rows
		),
	)


def _studied(chunk: Chunk) -> Iterator[_Done]:
	"""Meetings that educate, at their whole length, trainings on their last day, and confirmed online study (N05)."""
	for one in chunk.attendances:
		if one.meeting.educates and chunk.has_taken_place(one):
			yield _Done(
				one.member, Ref("Party Meeting", one.meeting.name), one.meeting.day, one.meeting.hours
			)
	for member, name, day, length in education.trainings_of(chunk.names, chunk.first, chunk.last):
		yield _Done(member, Ref("Party Training", name), day, length)
	for member, name, day, length in education.online_of(chunk.names, chunk.first, chunk.last):
		yield _Done(member, Ref(education.ONLINE, name), day, length)


def _study_hours(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	if chunk.kind == MEMBER:
		return _towards(chunk, _studied(chunk))
	return _reached(chunk, Decimal(str(ask.parameters["target"])))


def _reached(chunk: Chunk, target: Decimal) -> Mapping[str, Reading]:
	"""How many of those who belong to a branch on the day have the hours of a year, as far as they were there."""
	hours: dict[str, Decimal] = defaultdict(Decimal)
	for one in _studied(chunk):
		if chunk.asked[one.member].covers(one.day):
			hours[one.member] += one.amount
	asked: dict[str, int] = defaultdict(int)
	for (name, _branch), number in chunk.months_of_members.items():
		asked[name] += number
	sums: dict[str, _Sum] = defaultdict(_Sum)
	for name in chunk.names:
		branch, months = chunk.asked[name].on(chunk.known.day), asked[name]
		if branch not in chunk.subjects or not months:
			continue
		found, ref = sums[branch], Ref("Party Member", name)
		found.of += 1
		if hours[name] * MONTHS_A_YEAR >= target * months:
			found.count += 1
			found.records[ref] = None
		else:
			found.missing[ref] = None
	return {subject: found.reading() for subject, found in sums.items()}


# --- grades, honours, sanctions -------------------------------------------------------------------------------------------


def _grade(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	year = chunk.year.start.year
	if chunk.kind == MEMBER:
		found = appraisals.grades_of(chunk.names, year, chunk.as_of)
		return {
			member: Reading(
				_ONE, _ONE, word=frappe.scrub(grade), records=(Ref("Democratic Appraisal", name),)
			)
			for member, (grade, name) in found.items()
		}
	sums: dict[str, _Sum] = defaultdict(_Sum)
	for branch, name, grade in appraisals.graded_in(sorted(chunk.subjects), year, chunk.as_of):
		sums[branch].of += 1
		sums[branch].count += frappe.scrub(grade) in _ENOUGH
		sums[branch].records[Ref("Democratic Appraisal", name)] = None
	return {subject: one.reading() for subject, one in sums.items()}


def _sanctions(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	rows = sanctions.imposed(chunk.names, chunk.first, chunk.last)
	sums: dict[str, _Sum] = defaultdict(_Sum)
	for member, name, day in rows:
		# A sanction holds whatever was asked of the member at the time, and wherever.
		subject = member if chunk.kind == MEMBER else chunk.subject_on(member, day)
		if subject is not None:
			sums[subject].count += 1
			sums[subject].records[Ref("Party Member Event", name)] = None
	return {subject: sums[subject].reading() for subject in chunk.subjects}


def _honours(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	"""Honours awarded in the year: to a member, wherever he was; to a branch those of its own."""
	if chunk.kind == MEMBER:
		rows = honours.in_years(
			lambda honour: honour.member.isin(chunk.names or [""]), chunk.first, chunk.last
		)
	else:
		rows = honours.in_years(of_branches(chunk.subjects), chunk.first, chunk.last)
	sums: dict[str, _Sum] = defaultdict(_Sum)
	for row in rows:
		subject = row.member if chunk.kind == MEMBER else None if row.member else row.branch
		if subject is not None:
			sums[subject].count += 1
			sums[subject].records[Ref("Honour", row.name)] = None
	return {subject: sums[subject].reading() for subject in chunk.subjects}


def _satisfaction(chunk: Chunk, ask: Ask) -> Mapping[str, Reading]:
	"""How satisfied people are by the questionnaires that closed in the year, in points of a hundred."""
	return {
		one.branch: Reading(
			(Decimal(one.points.numerator) / one.points.denominator).quantize(_HUNDREDTH),
			_HUNDRED,
			records=tuple(Ref("Questionnaire", name) for name in one.questionnaires),
		)
		for one in questionnaires.satisfaction(sorted(chunk.subjects), chunk.first, chunk.last)
	}


PROVIDERS: Mapping[str, Provider] = {
	"attendance_rate": lambda chunk, ask: _attendance(chunk, ask.parameters["kinds"]),
	"theme_day_rate": lambda chunk, ask: _attendance(chunk, _THEME_DAY),
	"dues_on_time": lambda chunk, ask: _clauses(chunk, (_DUES,)),
	"thought_reports": lambda chunk, ask: _clauses(chunk, (_THOUGHT_REPORTS,)),
	"contacts_made": _contacts_made,
	"contacts_paired": _paired,
	"welfare_hours": lambda chunk, ask: _welfare(chunk, hours=True),
	"welfare_times": lambda chunk, ask: _welfare(chunk, hours=False),
	"study_hours": _study_hours,
	"appraisal_grade": _grade,
	_BY_CLAUSES: _clause_rate,
	"honours": _honours,
	"opinions_answered": lambda chunk, ask: _clauses(chunk, (_OPINIONS,)),
	"questionnaire_satisfaction": _satisfaction,
	"sanctions": _sanctions,
}
"""Who reads a measure, by its key."""
