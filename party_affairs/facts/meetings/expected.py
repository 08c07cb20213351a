"""Who is expected at a meeting by the register of its day, and who may vote there: for documents, import and check alike."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import frappe

from party_affairs.facts import remembered
from party_affairs.facts.activity import covers
from party_affairs.facts.members import people, sanctions
from party_affairs.facts.members import register as members
from party_affairs.facts.members.people import Person
from party_affairs.facts.organisation import groups, posts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.meetings import attendance
from party_affairs.rules.members.sanctions import PROBATION, Sanction

_OF_BRANCHES = ("Branch", "Joint Branch")
_DAY = timedelta(days=1)


@dataclass
class Register:
	"""Who belonged to branches, held their seats and formed their groups, day by day.

	`people` by name, `members` by branch those who ever belonged there, `seats` by branch its posts, `probations` by member
	the sanctions that take his vote away, `branches` those organisations in which all members meet.
	"""

	people: Mapping[str, Person]
	members: Mapping[str, Sequence[Person]]
	seats: Mapping[str, Sequence[Any]]
	probations: Mapping[str, Sequence[Sanction]]
	branches: frozenset[str]
	_borders: dict[str, list[date]] = field(default_factory=dict)
	_numbers: dict[tuple, tuple[int, int] | None] = field(default_factory=dict)
	_held: dict[tuple, dict[str, frozenset[str]]] = field(default_factory=dict)

	def expected(self, branch: str, kind: str, group: str | None, day: date) -> dict[str, bool] | None:
		"""Return by member expected at a meeting of `kind` (a key) on `day` whether he votes, None where nobody is by register.

		An organisation above branches expects its committee alone.
		"""
		called = meeting_kinds.meeting_kind(kind).attendees
		if called == "invited" or (called != "committee" and branch not in self.branches):
			return None
		committee = self.committee(branch, day) if called == "committee" else ()
		belonging = committee if called == "committee" else self.members_on(branch, day)
		rights = {name: self.may_vote(name, day) for name in belonging if self.is_in_party(name, day)}
		of_group = [name for name in rights if group and self._is_of_group(name, group, day)]
		return attendance.expected(kind, rights, committee, of_group)

	def numbers(self, branch: str, kind: str, group: str | None, day: date) -> tuple[int, int] | None:
		"""Return how many are expected (:meth:`expected`) and how many of them vote; quick for many days of one branch."""
		called = meeting_kinds.meeting_kind(kind).attendees
		key = (branch, called, group, self._time_of(branch, day))
		if key not in self._numbers:
			found = self.expected(branch, kind, group, day)
			self._numbers[key] = found and (len(found), sum(found.values()))
		return self._numbers[key]

	def everybody(self, day: date) -> dict[str, bool]:
		"""Return by full or probationary member of any of the branches on `day` whether he may vote."""
		names = dict.fromkeys(name for branch in self.members for name in self.members_on(branch, day))
		return {name: self.may_vote(name, day) for name in names if self.is_in_party(name, day)}

	def members_on(self, branch: str, day: date) -> list[str]:
		"""Return who belonged to `branch` on `day`, whatever his stage."""
		return [person.name for person in self.members.get(branch, ()) if person.belongs.on(day) == branch]

	def committee(self, branch: str, day: date) -> list[str]:
		"""Return the members of the committee of `branch` on `day` by their seats, nobody where there is none."""
		members_of_it = posts.committee_among(self.posts_held(branch, day))
		return [member for member in self.seated(branch, day) if member in members_of_it]

	def seated(self, branch: str, day: date) -> list[str]:
		"""Return who holds a post with a seat on the committee, the highest first, whether or not there is one."""
		held = [row for row in self.seats.get(branch, ()) if covers(row.first, row.last, day)]
		held.sort(key=lambda row: party_posts.post(row.key).order)
		return list(dict.fromkeys(row.member for row in held if party_posts.post(row.key).committee_seat))

	def posts_held(self, branch: str, day: date) -> dict[str, frozenset[str]]:
		"""Return by member the keys of the posts that he holds in `branch` on `day`."""
		key = (branch, self._time_of(branch, day))
		if key not in self._held:
			held: dict[str, set[str]] = defaultdict(set)
			for row in self.seats.get(branch, ()):
				if covers(row.first, row.last, day):
					held[row.member].add(row.key)
			self._held[key] = {member: frozenset(keys) for member, keys in held.items()}
		return self._held[key]

	def is_in_party(self, member: str, day: date) -> bool:
		"""Whether somebody was a full or probationary member on `day`."""
		return self.stage(member, day) is not None

	def stage(self, member: str, day: date) -> str | None:
		"""Return the stage key of a full or probationary member on `day`, None for anybody else."""
		person = self.people.get(member)
		if person is None or not person.in_party.covers(day):
			return None
		return members.FULL_MEMBER if person.full.covers(day) else members.PROBATIONARY_MEMBER

	def may_vote(self, member: str, day: date) -> bool:
		"""Whether somebody was a full member on `day`, and not under probation within the Party."""
		return self.stage(member, day) == members.FULL_MEMBER and not any(
			sanction.in_effect(day) for sanction in self.probations.get(member, ())
		)

	def names(self, of: Iterable[str]) -> list[str]:
		"""Return what members are called."""
		return [self.people[member].label or "" for member in of]

	def _is_of_group(self, member: str, group: str, day: date) -> bool:
		row = self.people[member].row
		return row.party_group == group and covers(row.group_from, None, day)

	def _time_of(self, branch: str, day: date) -> int:
		"""The number of the span of days, of those in which nothing changes in `branch`, that holds `day`."""
		if branch not in self._borders:
			self._borders[branch] = sorted(self._changes(branch))
		return bisect_right(self._borders[branch], day)

	def _changes(self, branch: str) -> set[date]:
		"""The days on which somebody begins or ceases to be expected in `branch`, or to have a vote."""
		seats = self.seats.get(branch, ())
		concerned = {person.name: person for person in self.members.get(branch, ())}
		concerned.update((row.member, self.people[row.member]) for row in seats if row.member in self.people)
		found: set[date] = set()
		for person in concerned.values():
			for spells in (person.belongs, person.in_party, person.full):
				found.update(spells.borders(date.min))
			found.update({person.row.group_from} - {None})
		spans = [(row.first, row.last) for row in seats]
		spans += [
			(sanction.first, sanction.last)
			for name in concerned
			for sanction in self.probations.get(name, ())
		]
		found.update(first for first, _last in spans if first)
		return found | {last + _DAY for _first, last in spans if last and last < date.max}


def register_of(branches: Sequence[str], since: date, names: Iterable[str] = ()) -> Register:
	"""Return the register of `branches` from a day on, with the people called `names` besides.

	A fixed number of queries, whatever the number of branches.
	"""
	found = people.of_branches_since(branches, since)
	return built(branches, found, posts.load(branches), since, names)


def register_on(branch: str, day: date, names: Iterable[str] = ()) -> Register:
	"""Return the register of a branch on a day, with the people called `names` besides.

	Where answers are kept, days of one year share one register, which is read again only for people it does not know.
	"""
	answers = remembered.kept()
	if answers is None:
		return register_of([branch], day, names)
	key = ("register", branch, day.year)
	asked, known = answers.get(key, (frozenset(), None))
	if known is None or not asked.issuperset(names):
		asked = asked.union(names)
		known = register_of([branch], date(day.year, 1, 1), asked)
		answers[key] = asked.union(known.people), known
	return known


class Called(NamedTuple):
	"""Somebody whom a meeting concerns, by name, and whether he votes there."""

	member: str
	member_name: str
	has_vote: bool


def called(
	branch: str, kind: str, day: date, group: str | None = None, *, enlarged: bool = False
) -> list[Called]:
	"""Return whom a meeting of `kind` (a key) on `day` concerns by the register of that day, nobody where people are invited.

	All members, of an organisation above branches those of all below it; the committee, if it is `enlarged` with the leaders of
	groups, who have no vote there; or the `group`.
	"""
	leaders = groups.leaders_on(branch, day) if enlarged else []
	all_below = meeting_kinds.meeting_kind(kind).attendees == "all_members"
	register = register_of(branch_and_below(branch) if all_below else [branch], day, leaders)
	of_register = register.everybody(day) if all_below else register.expected(branch, kind, group, day) or {}
	drawn_in = [name for name in leaders if name not in of_register and register.is_in_party(name, day)]
	return [
		Called(name, register.people[name].label or "", of_register.get(name, False))
		for name in (*of_register, *drawn_in)
	]


def built(
	branches: Sequence[str],
	known: Mapping[str, Person],
	post_rows: Iterable,
	since: date,
	names: Iterable[str] = (),
) -> Register:
	"""Return the register of `branches` of people and posts that are read already: those who are not among them in four queries."""
	seats: dict[str, list] = defaultdict(list)
	for row in post_rows:
		seats[row.branch].append(row)
	others = {*names, *(row.member for rows in seats.values() for row in rows)} - set(known)
	everybody = {**known, **people.called(others, since)}
	of_branch: dict[str, list[Person]] = {branch: [] for branch in branches}
	for person in everybody.values():
		for branch in person.belongs.values() & of_branch.keys():
			of_branch[branch].append(person)
	found = sanctions.of_members(everybody)
	return Register(
		people=everybody,
		members=of_branch,
		seats=seats,
		probations={
			name: [sanction for sanction in of_member if sanction.kind == PROBATION]
			for name, of_member in found.items()
		},
		branches=frozenset(
			frappe.get_all(
				"Party Branch",
				filters={"name": ["in", list(branches)], "branch_type": ["in", _OF_BRANCHES]},
				pluck="name",
				order_by="name",
			)
		),
	)
