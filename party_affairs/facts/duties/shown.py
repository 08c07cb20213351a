"""What the records already show beside the lines of a self-check sheet: numbers and findings, for the sheet's period.

All branches are read at once; of each kind of fact that a sheet names one query is asked, whatever the number of branches.
Nobody is named: who it was stands in the records, to which each sentence leads.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum

from party_affairs.facts.contact import welfare
from party_affairs.facts.contact.pairings import runs
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties.findings import FINDING
from party_affairs.facts.members import honours, register
from party_affairs.facts.notice import publicity
from party_affairs.facts.notice import shown as notice
from party_affairs.facts.organisation import posts
from party_affairs.guide import registry
from party_affairs.guide.duties import self_checks
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER
from party_affairs.rules.message import Message, plain

MISSED = "Missed"
ByBranch = Mapping[str, Message]
Tell = Callable[[int], Message]
_TOLD: Mapping[str, Tell] = {
	"Met": lambda number: Message("{number} met", number=number),
	"Late": lambda number: Message("{number} late", number=number),
	MISSED: lambda number: Message("{number} missed", number=number),
	"Due": lambda number: Message("{number} due", number=number),
}
"""Statuses of findings that are told, in this order."""
_HELD = "Party Meeting"
_SUBMITTED = 1


@dataclass(frozen=True)
class Said:
	"""What is shown beside a line: a sentence, and the list of the records behind it."""

	sentence: Message
	doctype: str
	filters: Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
	"""What was read for sheets of one period: sentences by fact and branch, statuses of findings by (branch, clause)."""

	first: date
	last: date
	facts: Mapping[str, ByBranch]
	findings: Mapping[tuple[str, str], Mapping[str, int]]

	def beside(self, branch: str, facts: Iterable[str], clauses: Iterable[str]) -> list[Said]:
		"""Return what stands beside a line that names `facts` and measured `clauses`."""
		found = [
			Said(self.facts[key].get(branch, _NOTHING[key]), *_records(key, branch, self.first, self.last))
			for key in facts
			if key in self.facts
		]
		for number in clauses:
			filters = {
				"branch": branch,
				"rule": number,
				"period_start": ["between", [str(self.first), str(self.last)]],
			}
			found.append(Said(self._of_clause(branch, number), FINDING, filters))
		return found

	def missed(self, branch: str, clauses: Iterable[str]) -> tuple[str, ...]:
		"""Return those of the clauses of which something is missed."""
		return tuple(number for number in clauses if self.findings.get((branch, number), {}).get(MISSED))

	def _of_clause(self, branch: str, number: str) -> Message:
		clause = registry.clause(number)
		numbers = self.findings.get((branch, number), {})
		told = tuple(tell(numbers[status]) for status, tell in _TOLD.items() if numbers.get(status))
		said = told or (Message("nothing was demanded or checked"),)
		return Message("{rule} {title}: {numbers}.", rule=number, title=Message(clause.title), numbers=said)


def show(
	branches: Sequence[str],
	first: date,
	last: date,
	as_of: date,
	facts: Iterable[str],
	clauses: Iterable[str],
) -> Shown:
	"""Return what the records of `branches` show of the period `first` to `last`, as far as it has come by `as_of`.

	`facts` are words of `guide.duties.self_checks.SHOWN`, `clauses` numbers of measured clauses, whose findings are those of
	the last check. One query a fact, one for all clauses.
	"""
	names, day = sorted(set(branches)), min(last, as_of)
	wanted = [key for key in self_checks.SHOWN if key in set(facts)]
	return Shown(
		first,
		last,
		{key: _FACTS[key](names, first, day) for key in wanted},
		_findings(names, first, last, sorted(set(clauses))),
	)


def _findings(
	branches: Sequence[str], first: date, last: date, clauses: Sequence[str]
) -> dict[tuple[str, str], dict[str, int]]:
	if not clauses:
		return {}
	finding = DocType(FINDING)
	rows = (
		frappe.qb.from_(finding)
		.select(finding.branch, finding.rule, finding.status, Count(finding.name))
		.where(finding.branch.isin(list(branches)) & finding.rule.isin(list(clauses)))
		.where(finding.period_start[first:last])
		.groupby(finding.branch, finding.rule, finding.status)
	).run()
	found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
	for branch, rule, status, number in rows:
		found[branch, rule][status] = number
	return found


# Each fact: a reader that returns sentences by branch, the sentence of a branch without any, and where its records are listed.


def _posts(branches: Sequence[str], first: date, day: date) -> ByBranch:
	held: dict[str, set[str]] = defaultdict(set)
	for row in posts.load(branches):
		if row.first <= day and (row.last is None or row.last >= day):
			held[row.branch].add(row.post)
	labels = [post.label for post in party_posts.posts()]
	return {
		branch: Message(
			"Posts held: {posts}.", posts=tuple(Message(label) for label in labels if label in names)
		)
		for branch, names in held.items()
	}


def _groups(branches: Sequence[str], first: date, day: date) -> ByBranch:
	group = DocType("Party Group")
	there = (group.founded_on.isnull() | (group.founded_on <= day)) & (
		group.disbanded_on.isnull() | (group.disbanded_on > day)
	)
	return _counted(group, branches, there, lambda number: Message("{number} Party groups.", number=number))


def _members(branches: Sequence[str], first: date, day: date) -> ByBranch:
	of_branch: dict[str, list] = defaultdict(list)
	for row in register.load_of_branches(branches):
		of_branch[row.branch].append(row)
	found = {}
	for branch, rows in of_branch.items():
		full, both = register.count_party_members(rows, day)
		found[branch] = Message(
			"{full} full members, {probationary} probationary.", full=full, probationary=both - full
		)
	return found


def _meetings(branches: Sequence[str], first: date, day: date) -> ByBranch:
	meeting = DocType(_HELD)
	rows = (
		frappe.qb.from_(meeting)
		.select(meeting.branch, meeting.kind, Count(meeting.name))
		.where(_was_held(meeting, branches, first, day))
		.groupby(meeting.branch, meeting.kind)
		.orderby(meeting.branch, meeting.kind)
	).run()
	kinds: dict[str, list[Message]] = defaultdict(list)
	for branch, kind, number in rows:
		kinds[branch].append(Message("{kind} {number}", kind=Message(kind), number=number))
	return {branch: Message("Meetings: {kinds}.", kinds=tuple(told)) for branch, told in kinds.items()}


def _lectures(branches: Sequence[str], first: date, day: date) -> ByBranch:
	meeting = DocType(_HELD)
	is_lecture = (meeting.kind == "Party Lecture") | (meeting.also_lecture == 1)
	held = is_lecture & _was_held(meeting, branches, first, day)
	return _counted(
		meeting, branches, held, lambda number: Message("{number} Party lectures.", number=number)
	)


def _was_held(meeting, branches: Sequence[str], first: date, day: date):
	return (
		of_branches(branches)(meeting) & (meeting.docstatus == _SUBMITTED) & meeting.meeting_date[first:day]
	)


def _plan(branches: Sequence[str], first: date, day: date) -> ByBranch:
	plan, line = DocType("Party Annual Plan"), DocType("Party Annual Plan Line")
	rows = (
		frappe.qb.from_(plan)
		.left_join(line)
		.on(line.parent == plan.name)
		.select(plan.branch, Count(line.name))
		.where(of_branches(branches)(plan) & (plan.year == first.year))
		.groupby(plan.branch)
	).run()
	return {
		branch: Message("A plan for the year with {number} lines.", number=number) for branch, number in rows
	}


def _development(branches: Sequence[str], first: date, day: date) -> ByBranch:
	case = DocType("Party Development Case")
	tell = lambda number: Message("{number} cases of development under way.", number=number)  # noqa: E731
	return _counted(case, branches, case.status == "Open", tell)


def _contacts(branches: Sequence[str], first: date, day: date) -> ByBranch:
	pairing = DocType("Contact Pairing")
	rows = (
		frappe.qb.from_(pairing)
		.select(pairing.branch, Count(pairing.name), Count(pairing.member).distinct())
		.where(of_branches(branches)(pairing) & runs(pairing, first, day))
		.groupby(pairing.branch)
	).run()
	return {
		branch: Message("{pairings} pairings of {members} members.", pairings=number, members=members)
		for branch, number, members in rows
	}


def _welfare(branches: Sequence[str], first: date, day: date) -> ByBranch:
	activity = DocType("Public Welfare Activity")
	rows = (
		frappe.qb.from_(activity)
		.select(activity.branch, Count(activity.name), Sum(activity.hours), Sum(activity.people_served))
		.where(of_branches(branches)(activity) & activity.activity_date[first:day])
		.groupby(activity.branch)
	).run()
	return {
		branch: Message(
			"{number} public welfare activities, {hours} hours, {people} people served.",
			number=number,
			hours=plain(Decimal(str(hours or 0))),
			people=int(people or 0),
		)
		for branch, number, hours, people in rows
	}


def _photos(branches: Sequence[str], first: date, day: date) -> ByBranch:
	numbers = Counter(row.branch for row in welfare.photos(of_branches(branches), first, day))
	return {
		branch: Message("{number} photos of public welfare for the board.", number=number)
		for branch, number in numbers.items()
	}


def _honours(branches: Sequence[str], first: date, day: date) -> ByBranch:
	numbers = Counter(row.branch for row in honours.awarded(branches, first, day))
	return {
		branch: Message("{number} honours of the branch and its members.", number=number)
		for branch, number in numbers.items()
	}


def _sanctions(branches: Sequence[str], first: date, day: date) -> ByBranch:
	tell = lambda number: Message("{number} sanctions of members.", number=number)  # noqa: E731
	return _events(_SANCTIONS, branches, first, day, tell)


def _events(kinds: Sequence[str], branches: Sequence[str], first: date, day: date, tell: Tell) -> ByBranch:
	event = DocType("Party Member Event")
	return _counted(event, branches, event.kind.isin(kinds) & event.happened_on[first:day], tell)


def _counted(table, branches: Sequence[str], condition, tell: Tell) -> ByBranch:
	rows = (
		frappe.qb.from_(table)
		.select(table.branch, Count(table.name))
		.where(of_branches(branches)(table) & condition)
		.groupby(table.branch)
	).run()
	return {branch: tell(number) for branch, number in rows}


_SANCTIONS = ("Professional Sanction", "Party Sanction")


def _platform(branches: Sequence[str], first: date, day: date) -> ByBranch:
	"""How many of those on register were entered on the platform in the period, and how many never were."""
	member = DocType("Party Member")
	rows = (
		frappe.qb.from_(member)
		.select(member.branch, member.platform_entered_on)
		.where(of_branches(branches)(member) & member.status.isin(ON_REGISTER))
		.where(member.stage.isin(IN_THE_PARTY))
	).run(as_dict=True)
	days: dict[str, list[date | None]] = defaultdict(list)
	for row in rows:
		days[row.branch].append(row.platform_entered_on)
	return {
		branch: Message(
			"Of {number} members {entered} were entered on the platform in the period, {never} never yet.",
			number=len(entered),
			entered=sum(entry is not None and first <= entry <= day for entry in entered),
			never=entered.count(None),
		)
		for branch, entered in days.items()
	}


def _online_study(branches: Sequence[str], first: date, day: date) -> ByBranch:
	study = DocType("Online Study")
	rows = (
		frappe.qb.from_(study)
		.select(study.branch, Count(study.member).distinct(), Count(study.name), Sum(study.hours))
		.where(of_branches(branches)(study) & (study.status == "Confirmed") & study.studied_on[first:day])
		.groupby(study.branch)
	).run()
	return {
		branch: Message(
			"{number} times online study of {members} members, {hours} hours confirmed.",
			number=number,
			members=members,
			hours=plain(Decimal(str(round(hours, 1)))),
		)
		for branch, members, number, hours in rows
	}


def _publicity(branches: Sequence[str], first: date, day: date) -> ByBranch:
	return {
		branch: Message("{number} reports published.", number=number)
		for branch, number in publicity.numbers(branches, first, day).items()
	}


_FACTS: Mapping[str, Callable[[Sequence[str], date, date], ByBranch]] = {
	"posts": _posts,
	"groups": _groups,
	"members": _members,
	"meetings": _meetings,
	"lectures": _lectures,
	"plan": _plan,
	"development": _development,
	"contacts": _contacts,
	"welfare": _welfare,
	"photos": _photos,
	"honours": _honours,
	"sanctions": _sanctions,
	"rooms": notice.rooms,
	"made_known": notice.made_known,
	"board_photos": notice.board_photos,
	"books": notice.books,
	"platform": _platform,
	"online_study": _online_study,
	"publicity": _publicity,
}
_NOTHING: Mapping[str, Message] = {
	"posts": Message("Nobody holds a post."),
	"groups": Message("No Party group."),
	"members": Message("No members on register."),
	"meetings": Message("No meeting is recorded."),
	"lectures": Message("No Party lecture is recorded."),
	"plan": Message("No plan for the year."),
	"development": Message("No case of development under way."),
	"contacts": Message("No pairing is recorded."),
	"welfare": Message("No public welfare activity is recorded."),
	"photos": Message("No photo of public welfare for the board."),
	"honours": Message("No honour is recorded."),
	"sanctions": Message("No sanction is recorded."),
	"rooms": Message("The rooms were not looked at."),
	"made_known": Message("Nothing was made known on the board."),
	"board_photos": Message("No photo hangs on the board."),
	"books": Message("No study material is recorded."),
	"platform": Message("No members on register."),
	"online_study": Message("No confirmed online study."),
	"publicity": Message("No report is in the publicity log."),
}
_LISTS: Mapping[str, tuple[str, str | None, Mapping[str, Any]]] = {
	"posts": ("Party Post", None, {"status": "In Office"}),
	"groups": ("Party Group", None, {}),
	"members": ("Party Member", None, {"status": ["in", ["On Register", "Floating"]]}),
	"meetings": (_HELD, "meeting_date", {"docstatus": _SUBMITTED}),
	"lectures": (_HELD, "meeting_date", {"docstatus": _SUBMITTED, "kind": "Party Lecture"}),
	"plan": ("Party Annual Plan", None, {}),
	"development": ("Party Development Case", None, {"status": "Open"}),
	"contacts": ("Contact Pairing", None, {}),
	"welfare": ("Public Welfare Activity", "activity_date", {}),
	"photos": ("Public Welfare Activity", "activity_date", {}),
	"honours": ("Honour", "awarded_on", {"docstatus": _SUBMITTED}),
	"sanctions": ("Party Member Event", "happened_on", {"kind": ["in", list(_SANCTIONS)]}),
	"rooms": ("Party Venue Check", "checked_on", {}),
	"made_known": ("Party Notice", "published_from", {"status": ["in", ["Published", "Ended"]]}),
	"board_photos": ("Board Photo", None, {"status": "Hanging"}),
	"books": ("Study Material", None, {}),
	"platform": ("Party Member", None, {"status": ["in", ["On Register", "Floating"]]}),
	"online_study": ("Online Study", "studied_on", {"status": "Confirmed"}),
	"publicity": ("Publicity Item", "published_on", {}),
}
"""By fact the documents behind it, the field of their day, and what else the list is narrowed to."""


def _records(key: str, branch: str, first: date, last: date) -> tuple[str, dict[str, Any]]:
	doctype, of_day, besides = _LISTS[key]
	filters: dict[str, Any] = {"branch": branch, **besides}
	if of_day:
		filters[of_day] = ["between", [str(first), str(last)]]
	if key == "plan":
		filters["year"] = first.year
	return doctype, filters
