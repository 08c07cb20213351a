"""What is known of one chunk of branches in a year: every part read when a clause first asks for it, for all at once.

The registries at the end say what can be asked for: `SUBJECTS` by whom a clause is asked of, `EVIDENCE` and `TRIGGERS` by
the keys under which clauses ask for them, `FACTS` by the class of facts that a predicate or a condition reads. Two clauses
on talks therefore read talks, members and posts, and nothing of meetings or dues.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

from party_affairs.facts.appraisal import appraisals as appraisal
from party_affairs.facts.contact import opinions, pairings, welfare
from party_affairs.facts.dues import assessment as dues_assessment
from party_affairs.facts.dues import liability as dues_liability
from party_affairs.facts.dues import months as dues
from party_affairs.facts.duties import exemptions, self_checks
from party_affairs.facts.meetings import expected, leading, life_reviews, matters, plans
from party_affairs.facts.meetings import held as meetings
from party_affairs.facts.members import cultivation, development, education, people, standing
from party_affairs.facts.members.education import Hours
from party_affairs.facts.members.people import Person
from party_affairs.facts.organisation import branches, elections, firms, posts
from party_affairs.facts.texts import handed_in as texts
from party_affairs.facts.texts import talks, work_reports
from party_affairs.rules.appraisal.facts import AppraisalFacts
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.contact.facts import ContactFacts, PairingFacts, WelfareFacts
from party_affairs.rules.dues.facts import DuesFacts
from party_affairs.rules.duties.facts import ApplicationFacts, SelfCheckFacts
from party_affairs.rules.exemptions import NO_EXEMPTIONS, Exemptions, by_rule
from party_affairs.rules.findings import Evidence, Subject, Trigger
from party_affairs.rules.meetings.facts import LedFacts, LifeReviewFacts, MatterFacts, MinutesFacts, PlanFacts
from party_affairs.rules.members.facts import CaseFacts, CultivationFacts, EducationFacts
from party_affairs.rules.organisation.facts import BranchFacts, CommitteeFacts, FirmFacts
from party_affairs.rules.organisation.forms import thresholds_of
from party_affairs.rules.periods import Period, add_months, full_months, period_of, periods_between
from party_affairs.rules.spells import ALWAYS, Spells, merged
from party_affairs.rules.texts.facts import HearingFacts, TalkFacts, WorkReportFacts
from party_affairs.settings import workdays

_DAY = timedelta(days=1)
_NO_DEADLINES: Mapping[tuple[str, str], date] = MappingProxyType({})


class Known:
	"""What is known of the branches `names` in the calendar year of `day`, as it stands on `as_of` (default: `day`).

	`as_of` may lie in a later year: what was done for the year after its end is read as well, with its date; whether it
	counts is for the rules to say. `calendar` is the site's calendar of workdays, read here if the caller has none.
	"""

	def __init__(
		self,
		names: Sequence[str],
		day: date,
		calendar: Workdays | None = None,
		as_of: date | None = None,
	) -> None:
		self.names = list(names)
		self.day, self.as_of = day, as_of or day
		self.year: Period = period_of("year", day)
		self.calendar = workdays() if calendar is None else calendar
		self._borders: dict[str, date] = {}
		self._subjects: dict[str, tuple[Subject, ...]] = {}
		self._evidence: dict[str, Sequence[Evidence]] = {}
		self._facts: dict[tuple[type, date], Mapping[str, Any]] = {}

	# What clauses ask for

	def subjects(self, kind: str) -> tuple[Subject, ...]:
		"""Return everybody of a kind of whom something is asked in these branches."""
		if kind not in self._subjects:
			self._subjects[kind] = SUBJECTS[kind](self)
			self._watch_subjects(self._subjects[kind])
		return self._subjects[kind]

	def evidence(self, key: str) -> Sequence[Evidence]:
		"""Return the evidence of a key."""
		if key not in self._evidence:
			self._evidence[key] = EVIDENCE[key](self)
		return self._evidence[key]

	def triggers(self, key: str) -> Sequence[Trigger]:
		"""Return the events of a key that wait for an answer."""
		return TRIGGERS[key](self)

	def deadlines(self, key: str) -> Mapping[tuple[str, str], date]:
		"""Return by (subject, period) the last day where the records behind a key of evidence set another than the period's."""
		return DEADLINES[key](self) if key in DEADLINES else _NO_DEADLINES

	def facts(self, kind: type, day: date) -> Mapping[str, Any]:
		"""Return by name of the subject the facts of a class as they stand on `day`."""
		found = self._facts.get((kind, day))
		if found is None:
			found = self._facts[kind, day] = FACTS[kind](self, day)
		return found

	def exempt(self, rule: str) -> Exemptions:
		"""Return who is exempt from a clause by decision."""
		return self._exemptions.get(rule, NO_EXEMPTIONS)

	def changes_on(self, branch: str) -> date | None:
		"""Return the next day on which something that was read of a branch begins or ends by itself, None: nothing does."""
		return self._borders.get(branch)

	def watch(self, branch: str, *days: date | None) -> None:
		"""Keep the earliest of the days to come on which something in a branch begins or ends."""
		for day in days:
			if day is not None and day > self.as_of:
				known = self._borders.get(branch)
				if known is None or day < known:
					self._borders[branch] = day

	def _watch_subjects(self, subjects: Iterable[Subject]) -> None:
		for subject in subjects:
			if subject.day is not None:
				continue
			for spells in (subject.belongs, *subject.during.values(), *subject.excused.values()):
				for spell in spells.items:
					if spell.first > self.as_of or (spell.last is not None and spell.last >= self.as_of):
						for branch in subject.belongs.values():
							self.watch(branch, *spells.borders(self.as_of))

	# Rows, each read once

	@cached_property
	def _exemptions(self) -> Mapping[str, Exemptions]:
		return by_rule(exemptions.load(self.names, self.year.start))

	@cached_property
	def branch_rows(self) -> list:
		return branches.load(self.names)

	@cached_property
	def by_name(self) -> dict[str, Subject]:
		"""The organisations themselves, by name."""
		return {subject.name: subject for subject in branches.subjects(self.branch_rows)}

	@cached_property
	def settling(self) -> Mapping[str, date]:
		"""Until when each new branch of these has time for what is asked of it at any time."""
		return branches.settling(self.branch_rows)

	@cached_property
	def people(self) -> dict[str, Person]:
		"""Everybody who belonged to one of the branches at some time since the year began."""
		return people.of_branches_since(self.names, self.year.start)

	@cached_property
	def members(self) -> list[str]:
		"""Of whom records are asked for: those who were members of the Party at some time."""
		return [person.name for person in self.people.values() if person.in_party]

	@cached_property
	def moved(self) -> list[str]:
		"""Those who belonged to more than one branch."""
		return [name for name, person in self.people.items() if len(person.belongs.values()) > 1]

	@cached_property
	def kept(self) -> dict[str, Spells[str]]:
		"""When each branch keeps records, the others in which people were as well."""
		kept = {row.name: branches.kept(row) for row in self.branch_rows}
		others = set().union(*(person.belongs.values() for person in self.people.values())) - set(kept)
		return {**kept, **branches.kept_by(others)}

	@cached_property
	def post_rows(self) -> list:
		rows = posts.load(self.names)
		for row in rows:
			self.watch(row.branch, row.first, row.last and row.last + _DAY)
		return rows

	@cached_property
	def covered_firms(self) -> list:
		rows = branches.covered_firms(self.names)
		for row in rows:
			self.watch(row.parent, row.joined_on, row.left_on and row.left_on + _DAY)
		return rows

	@cached_property
	def firms(self) -> firms.Firms:
		return firms.load(self.names, self.year.start)

	@cached_property
	def register(self) -> expected.Register:
		"""Who belonged to the branches, held their seats and might vote on each day of the year."""
		return expected.built(self.names, self.people, self.post_rows, self.year.start)

	@cached_property
	def meeting_rows(self) -> list:
		return meetings.load(self.names, self.year.start, self.day, self.register)

	@cached_property
	def review_rows(self) -> list:
		rows = life_reviews.load(self.names, self.year.start.year, self.as_of)
		for branch, day in life_reviews.borders(rows):
			self.watch(branch, day)
		return rows

	@cached_property
	def reviews_of_other_years(self) -> frozenset[str]:
		return life_reviews.of_other_years(self.names, self.year.start, self.day, self.year.start.year)

	@cached_property
	def work_report_rows(self) -> list:
		return work_reports.load(self.names, self.year)

	@cached_property
	def thought_rows(self) -> list:
		return texts.load_reports(self.members, self.names, self.year.start, self.year.end)

	@cached_property
	def self_reviews(self) -> list:
		return texts.load_reviews(self.members, self.year.start.year)

	@cached_property
	def talk_rows(self) -> list:
		return talks.load(self.names, self.year.start, self.moved)

	@cached_property
	def case_rows(self) -> list:
		return development.load(self.names, self.moved)

	@cached_property
	def election_rows(self) -> list:
		return elections.load(self.names)

	@cached_property
	def appraisal_rows(self) -> list:
		return appraisal.load(self.names, self.year.start.year)

	@cached_property
	def pairing_rows(self) -> list:
		rows = pairings.load(self.members, self.year.start, self.as_of)
		for row in rows:
			person = self.people[row.member]
			for branch in person.belongs.values():
				self.watch(branch, row.start_date, row.end_date and row.end_date + _DAY)
				self.watch(branch, row.ceased and row.ceased.since)
		return rows

	@cached_property
	def opinion_rows(self) -> list:
		return opinions.load(self.names, self.year.start, self.day)

	@cached_property
	def welfare_rows(self) -> list:
		return welfare.recorded(self.names, self.year.start, self.day)

	@cached_property
	def cultivation_rows(self) -> list:
		return cultivation.load(self.names, self.year.start, self.day)

	@cached_property
	def dues_rows(self) -> list:
		return dues.load(self.members, self.year.start, self.year.end)

	@cached_property
	def self_check_rows(self) -> list:
		rows = self_checks.of_year(self.names, self.year)
		for branch, day in self_checks.days(rows):
			self.watch(branch, day)
		return rows

	@cached_property
	def standing(self) -> tuple[dict[str, list[Trigger]], dict[str, list[Evidence]]]:
		return standing.load(self.by_name, self.year.start, self.day)

	# What is worked out of several rows

	@cached_property
	def committee_times(self) -> dict[str, dict[str, Spells]]:
		"""By branch when it had a committee, and when it had one or, after one had lapsed, had to have one."""
		found = {}
		for branch, times in posts.committee_spells(self.post_rows).items():
			found[branch] = {"committee": times, "committee_due": self._committee_due(branch, times)}
		return found

	def _committee_due(self, branch: str, times: Spells[bool]) -> Spells[bool]:
		# A branch that has had none by the year's end is told so by R05, not month by month.
		if not times or times.items[0].first > self.year.end:
			return times
		gaps = ALWAYS.without(times).within(self.year.start, self.year.end)
		if not gaps:
			return times
		least = thresholds_of("guide").committee_minimum
		full = people.full_members_over_time(self.people.values(), branch)
		needed = Spells(tuple(spell for spell in full if spell.value >= least)).within_spells(gaps)
		return merged([*times, *needed])

	def numbers(self, day: date) -> Mapping[str, tuple[int, int]]:
		"""Return by branch the (full members, members of the Party) of a day."""
		return self.facts(_Numbers, day)

	@cached_property
	def meeting_evidence(self) -> dict[str, list[Evidence]]:
		return meetings.evidence(self.meeting_rows, self.post_rows)

	@cached_property
	def work_report_evidence(self) -> dict[str, list[Evidence]]:
		return work_reports.evidence(self.work_report_rows)

	@cached_property
	def dues_excused(self) -> list[Evidence]:
		return dues_liability.excused_while_away(self.people, self.year.start, self.year.end)

	def talk_facts(self, day: date) -> tuple[Mapping[str, TalkFacts], Mapping[str, HearingFacts]]:
		"""Return by branch what R41 and R14 ask about."""
		return self.facts(_Talked, day)

	def study_hours(self, day: date) -> Mapping[str, Hours]:
		"""Return by member the study hours of the year up to a day."""
		return self.facts(Hours, day)

	def homes(self, day: date) -> dict[str, str | None]:
		"""Return by person the branch of a day."""
		return {name: person.belongs.on(day) for name, person in self.people.items()}

	def duties(self, day: date) -> dict[str, tuple[str, ...]]:
		"""Return by member the pairing duties that his posts bring with them."""
		return posts.pairing_duties(self.post_rows, day, self.homes(day))


class _Numbers:
	"""Stands for the numbers of members by branch."""


class _Talked:
	"""Stands for the facts of talks."""


def load(
	names: Sequence[str], day: date, calendar: Workdays | None = None, as_of: date | None = None
) -> Known:
	"""Return what is known of the branches `names` (see :class:`Known`); nothing is read before it is asked for."""
	return Known(names, day, calendar, as_of)


# --- subjects --------------------------------------------------------------------------------------------------------


def _branches(known: Known) -> tuple[Subject, ...]:
	return branches.subjects(known.branch_rows, known.committee_times)


def _life_reviews(known: Known) -> tuple[Subject, ...]:
	return life_reviews.subjects(known.review_rows, known.meeting_rows, known.reviews_of_other_years)


SUBJECTS: Mapping[str, Callable[[Known], tuple[Subject, ...]]] = {
	"firm": lambda known: firms.subjects(known.firms),
	"branch": _branches,
	"group": lambda known: branches.load_groups(known.by_name),
	"member": lambda known: people.subjects(known.people.values(), known.kept),
	"meeting": lambda known: meetings.subjects(known.meeting_rows),
	"pairing": lambda known: pairings.subjects(known.pairing_rows, known.people, known.kept),
	"welfare_activity": lambda known: welfare.subjects(known.welfare_rows),
	"development_case": lambda known: development.subjects(known.case_rows, known.people, known.kept),
	"appraisal": _branches,
	"work_report": lambda known: work_reports.subjects(known.work_report_rows, known.as_of),
	"life_review": _life_reviews,
}
"""Of whom a clause is asked. Event clauses are asked of what their triggers name."""


# --- evidence --------------------------------------------------------------------------------------------------------


def _life_meetings(known: Known) -> Sequence[Evidence]:
	held = known.meeting_evidence["organisation_life_meeting"]
	return life_reviews.evidence(known.review_rows, held, known.reviews_of_other_years)


def _dues_paid(known: Known) -> Sequence[Evidence]:
	paid = dues.evidence(known.members, known.year.start, known.year.end, known.dues_rows)
	return [*paid, *known.dues_excused]


def _from_meetings(key: str) -> Callable[[Known], Sequence[Evidence]]:
	return lambda known: known.meeting_evidence[key]


def _from_work_reports(key: str) -> Callable[[Known], Sequence[Evidence]]:
	return lambda known: known.work_report_evidence[key]


def _from_standing(key: str) -> Callable[[Known], Sequence[Evidence]]:
	return lambda known: known.standing[1][key]


EVIDENCE: Mapping[str, Callable[[Known], Sequence[Evidence]]] = {
	**{
		key: _from_meetings(key)
		for key in (
			*("member_assembly", "committee_meeting", "group_meeting", "party_lecture", "theme_day"),
			*("partners_conference", "non_party_partner_guest", "mass_line_council"),
		)
	},
	"organisation_life_meeting": _life_meetings,
	**{key: _from_work_reports(key) for key in ("work_report", "work_report_to_assembly", "duty_report")},
	"dues_paid": _dues_paid,
	"election_held": lambda known: elections.evidence(known.election_rows),
	**{key: _from_standing(key) for key in ("transfer_receipt", "relations_moved", "away_settled")},
	"thought_report": lambda known: texts.evidence_of_reports(known.thought_rows),
	"thought_report_comment": lambda known: texts.evidence_of_comments(known.thought_rows),
	"self_review": lambda known: texts.evidence_of_reviews(known.self_reviews),
	"heart_talk": lambda known: talks.evidence(known.talk_rows),
	"opinion_answered": lambda known: opinions.evidence(known.opinion_rows),
	"development_investigation": lambda known: development.evidence_of_investigations(known.case_rows),
	"full_membership_decided": lambda known: development.evidence_of_decisions(known.case_rows),
}

DEADLINES: Mapping[str, Callable[[Known], Mapping[tuple[str, str], date]]] = {
	"dues_paid": lambda known: dues.deadlines(known.dues_rows),
}


# --- triggers --------------------------------------------------------------------------------------------------------


def _talk_occasions(known: Known) -> Sequence[Trigger]:
	first, last = known.year.start, known.day
	return [
		*talks.triggers_of_events(known.by_name, talks.load_events(known.names, first, last)),
		*talks.triggers_of_appraisal(known.by_name, appraisal.appraised(known.names, first, last)),
	]


TRIGGERS: Mapping[str, Callable[[Known], Sequence[Trigger]]] = {
	"thought_report": lambda known: texts.triggers(
		known.by_name, known.thought_rows, known.year.start, known.day
	),
	"talk_occasion": _talk_occasions,
	"raised_opinion": lambda known: opinions.triggers(known.by_name, known.opinion_rows),
	"term_ending": lambda known: elections.triggers(
		known.by_name, known.branch_rows, known.election_rows, known.year
	),
	"transfer_letter": lambda known: known.standing[0]["transfer_letter"],
	"firm_change": lambda known: known.standing[0]["firm_change"],
	"member_away": lambda known: known.standing[0]["member_away"],
	"probation_ended": lambda known: development.triggers(
		known.case_rows, known.subjects("development_case"), known.year
	),
}


# --- facts -----------------------------------------------------------------------------------------------------------


def _branch_facts(known: Known, day: date) -> Mapping[str, BranchFacts]:
	covered = branches.count_covered_firms(known.covered_firms, day)
	return branches.facts(known.branch_rows, known.numbers(day), covered)


def _committee_facts(known: Known, day: date) -> Mapping[str, CommitteeFacts]:
	held = posts.committees(known.post_rows, day)
	return posts.committee_facts(held, known.numbers(day), known.names)


def _cultivation_facts(known: Known, day: date) -> Mapping[str, CultivationFacts]:
	for row in known.cultivation_rows:
		seen = row.reviewed_on or row.started_on
		# The finding tells the full months since then.
		next_month = add_months(seen, full_months(seen, known.as_of) + 1)
		known.watch(row.branch, row.started_on, row.ended_on, row.reviewed_on, next_month)
	return cultivation.facts(known.cultivation_rows, known.names, day)


def _education_facts(known: Known, day: date) -> Mapping[str, EducationFacts]:
	hours, duties = known.study_hours(day), known.duties(day)
	return {
		name: EducationFacts(hours.get(name, Hours()).total, duties.get(name, ())) for name in known.people
	}


def _contact_facts(known: Known, day: date) -> Mapping[str, ContactFacts]:
	contacts, duties = pairings.contacts(known.pairing_rows, day), known.duties(day)
	ceased = pairings.ceased(known.pairing_rows, day)
	return {
		name: ContactFacts(duties.get(name, ()), contacts.get(name, {}), ceased.get(name, ()))
		for name in known.people
	}


def _dues_facts(known: Known, day: date) -> Mapping[str, DuesFacts]:
	# A month is asked of its last day on.
	ends = [month.end for month in periods_between("month", known.as_of, known.year.end)][:2]
	for branch in known.names:
		known.watch(branch, *ends)
	recorded = dues.records(known.dues_rows, known.evidence("dues_paid"))
	assessed = dues_assessment.of_members(known.members, known.year.start, known.year.end)
	modes = dues_assessment.modes(known.branch_rows)
	last = min(day, known.year.end)
	return dues.facts(known.people.values(), known.kept, recorded, assessed, modes, last)


def _led(known: Known, day: date) -> Mapping[str, LedFacts]:
	groups = [subject.name for subject in known.subjects("group")]
	return leading.facts(known.meeting_rows, known.register, known.names, groups)


def _talked(known: Known, day: date) -> tuple[Mapping[str, TalkFacts], Mapping[str, HearingFacts]]:
	return talks.facts(
		known.people,
		known.talk_rows,
		known.thought_rows,
		known.post_rows,
		known.by_name,
		known.year,
		day,
	)


FACTS: Mapping[type, Callable[[Known, date], Any]] = {
	_Numbers: lambda known, day: people.numbers_on(known.people, day),
	_Talked: _talked,
	Hours: lambda known, day: education.load(known.members, known.year.start, day),
	FirmFacts: lambda known, day: firms.facts(known.firms, day),
	BranchFacts: _branch_facts,
	CommitteeFacts: _committee_facts,
	MatterFacts: lambda known, day: matters.load(known.branch_rows, min(day, known.day)),
	PlanFacts: lambda known, day: plans.load(known.names, known.year.start.year, known.kept),
	LedFacts: _led,
	MinutesFacts: lambda known, day: meetings.minutes(known.meeting_rows),
	LifeReviewFacts: lambda known, day: life_reviews.facts(
		known.review_rows, known.meeting_rows, known.reviews_of_other_years, known.as_of
	),
	CultivationFacts: _cultivation_facts,
	CaseFacts: lambda known, day: development.facts(
		known.case_rows, known.people, known.kept, day, known.calendar.is_workday
	),
	EducationFacts: _education_facts,
	ContactFacts: _contact_facts,
	PairingFacts: lambda known, day: pairings.recorded(known.pairing_rows),
	WelfareFacts: lambda known, day: welfare.facts(known.welfare_rows),
	DuesFacts: _dues_facts,
	TalkFacts: lambda known, day: known.talk_facts(day)[0],
	HearingFacts: lambda known, day: known.talk_facts(day)[1],
	SelfCheckFacts: lambda known, day: self_checks.facts(known.self_check_rows, known.names, known.as_of),
	ApplicationFacts: lambda known, day: self_checks.applications(
		known.self_check_rows, known.names, known.as_of
	),
	WorkReportFacts: lambda known, day: work_reports.facts(known.work_report_rows),
	AppraisalFacts: lambda known, day: appraisal.facts(
		known.appraisal_rows, known.names, known.year.start.year, known.as_of
	),
}
"""What can be known of a subject, by the class of the facts."""
