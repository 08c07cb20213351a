"""All facts of one chunk of branches, read in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.facts import branches, dues, firms, meetings, members, pairings, plans, posts
from party_affairs.rules.findings import Evidence, Subject
from party_affairs.rules.periods import period_of


@dataclass(frozen=True)
class Facts:
	"""What is known of one chunk of branches on `day`.

	`subjects` are grouped by whom a clause is asked of (`firm branch group member meeting`), `evidence` by the key
	under which a frequency clause asks for it.
	"""

	day: date
	subjects: Mapping[str, tuple[Subject, ...]]
	evidence: Mapping[str, Sequence[Evidence]]


def load(names: Sequence[str], day: date) -> Facts:
	"""Return the facts of the branches `names` on `day`, with the evidence of the calendar year of that day.

	Dues that were paid after `day` are read as well, with their date: whether they count is for the rules to say.
	"""
	names = list(names)
	year = period_of("year", day)
	branch_rows = branches.load(names)
	member_rows = members.load_of_branches(names)
	post_rows = posts.load(names)
	meeting_rows = meetings.load(names, year.start, day)
	branch_subjects = branches.subjects(
		branch_rows,
		member_rows,
		day,
		branches.count_covered_firms(names, day),
		posts.committees(post_rows, day),
		plans.load(names, day.year),
	)
	by_name = {subject.name: subject for subject in branch_subjects}
	return Facts(
		day=day,
		subjects={
			"firm": firms.load(names, day),
			"branch": branch_subjects,
			"group": branches.load_groups(by_name),
			"member": members.subjects(
				member_rows,
				by_name,
				day,
				posts.pairing_categories(post_rows, day),
				pairings.contacts(names, day),
			),
			"meeting": tuple(row for row in meetings.subjects(meeting_rows) if row.branch in by_name),
		},
		evidence={
			**meetings.evidence(meeting_rows),
			"dues_paid": dues.evidence(names, year.start, year.end),
		},
	)
