"""Who is expected at a meeting by the register of its day, and who may vote there: for documents, import and check alike."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers, is_dated, last_day_of_member
from party_affairs.facts.members import register as members
from party_affairs.facts.members import sanctions
from party_affairs.facts.organisation import posts
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.meetings import attendance
from party_affairs.rules.members.sanctions import PROBATION

_OF_BRANCHES = ("Branch", "Joint Branch")
_BETWEEN = "Between Branches"
_DAY = timedelta(days=1)
Stay = tuple[date | None, date | None]


@dataclass
class Register:
	"""Who belonged to branches, held their seats and formed their groups, day by day.

	`people` are rows of members by name, `stays` the spans of a branch's members, `seats` the posts of a branch,
	`probations` the sanctions that take the vote away, `branches` those in which all members meet.
	"""

	people: Mapping[str, Any]
	stays: Mapping[str, Mapping[str, Sequence[Stay]]]
	seats: Mapping[str, Sequence[Any]]
	probations: Mapping[str, Sequence[Any]]
	branches: frozenset[str]
	_borders: dict[str, list[date]] = field(default_factory=dict)
	_numbers: dict[tuple, tuple[int, int] | None] = field(default_factory=dict)

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
		of_group = [name for name in rights if group and self.people[name].party_group == group]
		return attendance.expected(kind, rights, committee, of_group)

	def numbers(self, branch: str, kind: str, group: str | None, day: date) -> tuple[int, int] | None:
		"""Return how many are expected (:meth:`expected`) and how many of them vote; quick for many days of one branch."""
		if branch not in self._borders:
			self._borders[branch] = sorted(self._changes(branch))
		called = meeting_kinds.meeting_kind(kind).attendees
		key = (branch, called, group, bisect_right(self._borders[branch], day))
		if key not in self._numbers:
			found = self.expected(branch, kind, group, day)
			self._numbers[key] = found and (len(found), sum(found.values()))
		return self._numbers[key]

	def everybody(self, day: date) -> dict[str, bool]:
		"""Return by full or probationary member of any of the branches on `day` whether he may vote."""
		names = dict.fromkeys(name for branch in self.stays for name in self.members_on(branch, day))
		return {name: self.may_vote(name, day) for name in names if self.is_in_party(name, day)}

	def members_on(self, branch: str, day: date) -> list[str]:
		"""Return who belonged to `branch` on `day`, whatever his stage."""
		stays = self.stays.get(branch, {})
		return [name for name, spans in stays.items() if any(covers(*span, day) for span in spans)]

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
		held: dict[str, set[str]] = defaultdict(set)
		for row in self.seats.get(branch, ()):
			if covers(row.first, row.last, day):
				held[row.member].add(row.key)
		return {member: frozenset(keys) for member, keys in held.items()}

	def is_in_party(self, member: str, day: date) -> bool:
		"""Whether somebody was a full or probationary member on `day`."""
		return self.stage(member, day) in members.PARTY_MEMBER_STAGES

	def stage(self, member: str, day: date) -> str | None:
		"""Return the stage key of a member on `day`, None for somebody of whom nothing was read."""
		row = self.people.get(member)
		return row and members.stage_on(row, day)

	def may_vote(self, member: str, day: date) -> bool:
		"""Whether somebody was a full member on `day`, and not under probation within the Party."""
		return self.stage(member, day) == members.FULL_MEMBER and not any(
			sanction.in_effect(day) for sanction in self.probations.get(member, ())
		)

	def names(self, of: Iterable[str]) -> list[str]:
		"""Return what members are called."""
		return [self.people[member].member_name or "" for member in of]

	def _changes(self, branch: str) -> set[date]:
		"""The days on which somebody begins or ceases to be expected in `branch`, or to have a vote."""
		stays, seats = self.stays.get(branch, {}), self.seats.get(branch, ())
		spans = [span for of_member in stays.values() for span in of_member]
		spans += [(row.first, row.last) for row in seats]
		for name in {*stays, *(row.member for row in seats)}:
			row = self.people.get(name)
			spans += [(row.joined_on, None), (row.full_member_on, None)] if row else []
			spans += [(sanction.first, sanction.last) for sanction in self.probations.get(name, ())]
		begun = {first for first, _last in spans if first}
		return begun | {last + _DAY for _first, last in spans if last and last < date.max}


def register_of(branches: Sequence[str], people: Iterable[str] = ()) -> Register:
	"""Return the register of `branches`, with the stages of `people` besides: six queries at most, whatever their number."""
	branches = sorted(branches)
	moves = _moves(branches)
	seats = posts.load(branches)
	wanted = {*people, *(move.member for move in moves), *(row.member for row in seats)}
	rows = {row.name: row for row in _people(branches, wanted)}
	found = sanctions.of_members(rows)
	return Register(
		people=rows,
		stays=_stays(branches, rows.values(), moves),
		seats=_by_branch(seats),
		probations={
			name: [sanction for sanction in of_member if sanction.kind == PROBATION]
			for name, of_member in found.items()
		},
		branches=frozenset(
			frappe.get_all(
				"Party Branch",
				filters={"name": ["in", branches], "branch_type": ["in", _OF_BRANCHES]},
				pluck="name",
				order_by="name",
			)
		),
	)


def _moves(branches: Sequence[str]) -> list:
	"""Members' transfers from one of `branches`, or to one, as far as they were received: one query."""
	transfer = DocType("Party Membership Transfer")
	return (
		frappe.qb.from_(transfer)
		.select(
			transfer.member, transfer.direction, transfer.branch, transfer.to_branch, transfer.received_on
		)
		.where((transfer.docstatus == 1) & transfer.received_on.isnotnull() & transfer.member.isnotnull())
		.where(transfer.branch.isin(branches) | transfer.to_branch.isin(branches))
		.orderby(transfer.received_on)
		.orderby(transfer.name)
	).run(as_dict=True)


def _people(branches: Sequence[str], names: Iterable[str]) -> list:
	member = DocType("Party Member")
	fields = ("name", "member_name", "branch", "party_group", "stage", "status")
	days = ("joined_branch_on", "left_branch_on", "joined_on", "full_member_on")
	return (
		frappe.qb.from_(member)
		.select(*(member[fieldname] for fieldname in (*fields, *days)))
		.where(member.branch.isin(branches) | member.name.isin(sorted(names) or [""]))
		.orderby(member.name)
	).run(as_dict=True)


def _stays(branches: Sequence[str], rows: Iterable, moves: Iterable) -> dict[str, dict[str, list[Stay]]]:
	"""By branch and member the spans in which he belonged there: until the day before he was received elsewhere."""
	stays: dict[str, dict[str, list[Stay]]] = {branch: {} for branch in branches}
	arrivals: dict[tuple[str, str], date] = {}
	for move in moves:
		if move.direction == _BETWEEN and move.branch in stays:
			begun = arrivals.pop((move.branch, move.member), None)
			stays[move.branch].setdefault(move.member, []).append((begun, move.received_on - _DAY))
		if move.to_branch:
			arrivals[move.to_branch, move.member] = move.received_on
	for row in rows:
		if row.branch in stays and is_dated(row):
			last = last_day_of_member(row)
			stays[row.branch].setdefault(row.name, []).append((row.joined_branch_on, last))
	return stays


def _by_branch(rows: Iterable) -> dict[str, list]:
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		found[row.branch].append(row)
	return found
