"""All facts of one chunk of branches, read in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.facts.appraisal import appraisals as appraisal
from party_affairs.facts.contact import pairings
from party_affairs.facts.dues import liability as dues_liability
from party_affairs.facts.dues import months as dues
from party_affairs.facts.meetings import expected, leading, life_reviews, matters, plans
from party_affairs.facts.meetings import held as meetings
from party_affairs.facts.members import cultivation, development, education, standing
from party_affairs.facts.members import register as members
from party_affairs.facts.organisation import branches, elections, firms, posts
from party_affairs.facts.texts import handed_in as texts
from party_affairs.facts.texts import talks, work_reports
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.findings import Evidence, Subject, Trigger
from party_affairs.rules.periods import period_of
from party_affairs.settings import workdays


@dataclass(frozen=True)
class Facts:
	"""What is known of one chunk of branches on `day`.

	`subjects` are grouped by whom a clause is asked of (`firm branch group member meeting …`), `evidence` by the key
	under which a clause asks for it, `triggers` by the kind of event that an event clause waits for. `deadlines` give, by
	the key of the evidence and by (subject, period), the last day where records themselves set another than the period's.
	"""

	day: date
	subjects: Mapping[str, tuple[Subject, ...]]
	evidence: Mapping[str, Sequence[Evidence]]
	triggers: Mapping[str, Sequence[Trigger]]
	deadlines: Mapping[str, Mapping[tuple[str, str], date]]


def load(
	names: Sequence[str], day: date, calendar: Workdays | None = None, as_of: date | None = None
) -> Facts:
	"""Return the facts of the branches `names` on `day`, with the evidence of the calendar year of that day.

	Dues that were paid and reports that were delivered after `day` are read as well, with their date: whether they count
	is for the rules to say. What a meeting of the year left to be done is shown as it stands on `as_of` (default: `day`),
	which may lie in the year after. `calendar` is the site's calendar of workdays, read here if the caller has not read it
	for all chunks.
	"""
	names = list(names)
	if calendar is None:
		calendar = workdays()
	year = period_of("year", day)
	branch_rows = branches.load(names)
	member_rows = members.load_of_branches(names)
	post_rows = posts.load(names)
	register = expected.register_of(names)
	meeting_rows = meetings.load(names, year.start, day, register)
	led = leading.load(meeting_rows, register, names)
	election_rows = elections.load(names)
	branch_subjects = branches.subjects(
		branch_rows,
		member_rows,
		day,
		branches.count_covered_firms(names, day),
		posts.committees(post_rows, day),
		matters.load(branch_rows, day),
		cultivation.load(names, day),
	)
	talk_rows = talks.load(names, year.start)
	thought_rows = texts.load_reports(names, year.start, year.end)
	branch_subjects = talks.complete(
		branch_subjects, talk_rows, thought_rows, member_rows, post_rows, year.start, day
	)
	branch_subjects = leading.complete(branch_subjects, led)
	branch_subjects = plans.complete(branch_subjects, plans.load(names, day.year), day.year)
	by_name = {subject.name: subject for subject in branch_subjects}
	case_rows = development.load(names)
	case_subjects = development.subjects(case_rows, by_name, day, calendar.is_workday)
	report_rows = work_reports.load(names, year)
	review_rows = life_reviews.load(names, year.start, day)
	dues_rows = dues.load(names, year.start, year.end)
	dues_paid = [
		*dues.evidence(names, year.start, year.end, dues_rows),
		*dues_liability.excused_while_away(names, year.start, year.end),
	]
	standing_triggers, standing_answers = standing.load(by_name, year.start, day)
	return Facts(
		day=day,
		subjects={
			"firm": firms.load(names, day),
			"branch": branch_subjects,
			"group": leading.complete(branches.load_groups(by_name), led),
			"member": members.subjects(
				member_rows,
				by_name,
				day,
				posts.pairing_categories(post_rows, day),
				pairings.contacts(names, day),
				education.load(names, year.start, day),
				dues.records(dues_rows, dues_paid),
			),
			"meeting": tuple(row for row in meetings.subjects(meeting_rows) if row.branch in by_name),
			"development_case": case_subjects,
			"appraisal": appraisal.subjects(appraisal.load(names, day.year), by_name, day.year, day),
			"work_report": work_reports.subjects(report_rows, year.start, day),
			"life_review": life_reviews.subjects(review_rows, meeting_rows, by_name, as_of or day),
		},
		evidence={
			**life_reviews.with_meetings(review_rows, meetings.evidence(meeting_rows, post_rows)),
			**work_reports.evidence(report_rows),
			"dues_paid": dues_paid,
			"election_held": elections.evidence(election_rows),
			**standing_answers,
			**texts.evidence(thought_rows, texts.load_reviews(names, day.year)),
			"heart_talk": talks.evidence(talk_rows),
			**development.evidence(case_rows),
		},
		triggers={
			**development.triggers(case_rows, case_subjects, year),
			**standing_triggers,
			**texts.triggers(by_name, thought_rows, year.start, day),
			"talk_occasion": [
				*talks.triggers_of_events(by_name, talks.load_events(names, year.start, day)),
				*talks.triggers_of_appraisal(by_name, appraisal.appraised(names, year.start, day)),
			],
			"term_ending": elections.triggers(by_name, branch_rows, election_rows, year),
		},
		deadlines={"dues_paid": dues.deadlines(dues_rows)},
	)
