"""What the boards on a branch's walls say of it on a day (R53, R54, R63, R64), and which boards hang."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers, last_day_of_branch
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.evaluation.schemes import ADOPTED, EXAMPLE, SCHEME, VERSION
from party_affairs.facts.members import honours, people, register
from party_affairs.facts.organisation import branches as organisations
from party_affairs.facts.organisation import posts
from party_affairs.facts.organisation.tree import branch_and_above
from party_affairs.guide.organisation import party_posts

_BOARD = "Wall Board"
_HANGING = "Hung Up"
_GROUP_LEADER = "group_leader"
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
"""Groups are numbered in words, which do not sort by themselves."""


@dataclass(frozen=True)
class BranchFigures:
	"""An organisation on a day: when it was founded, its members of the Party, and its honours in force, the oldest first."""

	name: str
	founded_on: date | None
	full: int
	probationary: int
	honours: tuple[str, ...]

	@property
	def members(self) -> int:
		return self.full + self.probationary


def figures(branch: str, day: date) -> BranchFigures:
	"""Return the figures of an organisation on a day: eight queries at most."""
	full, party = people.numbers_on(people.of_branches_since([branch], day), day).get(branch, (0, 0))
	awarded = [row for row in honours.in_force(of_branches([branch]), day) if not row.member]
	return BranchFigures(
		name=branch,
		founded_on=frappe.db.get_value("Party Branch", branch, "founded_on"),
		full=full,
		probationary=party - full,
		honours=tuple(dict.fromkeys(row.honour_name for row in awarded)),
	)


def firms_of(branch: str) -> list[str]:
	"""Return the firms in practice that an organisation covers or covered, by name: one query."""
	return sorted({row.firm for row in organisations.covered_firms([branch])})


def firm(name: str):
	"""Return what the introduction of a firm says, None if there is no such firm: one query."""
	fields = (
		*("firm_name", "registered_on", "head", "number_of_partners", "number_of_lawyers", "number_of_staff"),
		*("introduction", "address"),
	)
	return frappe.db.get_value("Law Firm", name, list(fields), as_dict=True)


@dataclass(frozen=True)
class Seat:
	"""A post, by its label, the names of those who hold it on the day, and whether it is a seat on the committee."""

	post: str
	holders: tuple[str, ...]
	is_on_committee: bool = False


@dataclass(frozen=True)
class Unit:
	"""A Party organisation or group: its name, the seats in it in their order, and what stands below it."""

	name: str
	seats: tuple[Seat, ...] = ()
	below: tuple["Unit", ...] = ()
	has_committee: bool = False


@dataclass(frozen=True)
class Structure:
	"""How an organisation is built on a day: the names of those above it, the highest first, and itself with all below."""

	above: tuple[str, ...]
	unit: Unit


def structure(branch: str, day: date) -> Structure:
	"""Return how an organisation is built on a day, with who holds which post: seven queries."""
	rows = [
		row
		for row in organisations.subtree(lambda table: table.name.isnotnull(), branch)
		if row.status != "Dissolved"
	]
	known = {row.name for row in organisations.load([row.name for row in rows]) if _exists(row, day)} | {
		branch
	}
	rows = [row for row in rows if row.name in known]
	names = [row.name for row in rows]
	held = [row for row in posts.load(names) if covers(row.first, row.last, day)]
	groups = _groups(branch, day)
	people_named = {row.member for row in held} | {row.leader for row in groups if row.leader}
	called = register.names_of(people_named)
	return Structure(
		above=tuple(branch_and_above(branch)[:-1]),
		unit=_unit(branch, rows, held, groups, called, day),
	)


def _exists(row, day: date) -> bool:
	return covers(row.founded_on, last_day_of_branch(row), day)


def _groups(branch: str, day: date) -> list:
	rows = frappe.get_all(
		"Party Group",
		filters={"branch": branch},
		fields=["name", "group_name", "leader", "founded_on", "disbanded_on"],
		order_by="name",
	)
	there = [row for row in rows if covers(row.founded_on, row.disbanded_on, day)]
	return sorted(there, key=lambda row: row.group_name.translate(_NUMERALS))


def _unit(name: str, rows: Sequence, held: Sequence, groups: Sequence, called, day: date) -> Unit:
	children = [row for row in rows if row.parent == name]
	below = [_unit(row.name, rows, held, (), called, day) for row in children]
	below += [_group(group, held, called) for group in groups]
	committee = posts.committees(held, day).get(name)
	return Unit(
		name,
		_seats(name, held, called),
		tuple(below),
		has_committee=bool(committee and committee.has_committee),
	)


def _group(group, held: Sequence, called) -> Unit:
	leaders = [row.member for row in held if row.key == _GROUP_LEADER and row.party_group == group.name]
	leaders = leaders or ([group.leader] if group.leader else [])
	seats = (
		(Seat(party_posts.post(_GROUP_LEADER).label, tuple(called.get(member, "") for member in leaders)),)
		if leaders
		else ()
	)
	return Unit(group.group_name, seats)


def _seats(name: str, held: Sequence, called) -> tuple[Seat, ...]:
	by_post: dict[str, list[str]] = defaultdict(list)
	for row in held:
		if row.branch == name and row.key != _GROUP_LEADER:
			by_post[row.key].append(called.get(row.member, ""))
	ordered = sorted((party_posts.post(key) for key in by_post), key=lambda post: post.order)
	return tuple(
		Seat(post.label, tuple(dict.fromkeys(by_post[post.key])), post.committee_seat) for post in ordered
	)


def star_version(branch: str, day: date) -> tuple[str | None, bool]:
	"""Return the version of a scheme by which members' stars are given in an organisation on a day, and whether it was adopted.

	The nearest organisation's counts; where none adopted one, an example is returned. None if there is neither. Three queries.
	"""
	version, scheme = DocType(VERSION), DocType(SCHEME)
	rows = (
		frappe.qb.from_(version)
		.join(scheme)
		.on(scheme.name == version.scheme)
		.select(version.name, version.standing, version.adopted_by)
		.where((scheme.kind == "Member Stars") & version.standing.isin([ADOPTED, EXAMPLE]))
		.where(version.effective_from <= day)
		.where(version.effective_to.isnull() | (version.effective_to >= day))
		.orderby(version.effective_from, version.version, order=frappe.qb.desc)
	).run(as_dict=True)
	line = branch_and_above(branch)
	adopted = [row for row in rows if row.standing == ADOPTED and row.adopted_by in line]
	if adopted:
		return max(adopted, key=lambda row: line.index(row.adopted_by)).name, True
	example = next((row.name for row in rows if row.standing == EXAMPLE), None)
	return example, False


def hanging_in(branch: str) -> list:
	"""Return the boards that hang in a branch, by the day on which they were hung up: one query.

	Rows have name, title, place and hung_on.
	"""
	return frappe.get_all(
		_BOARD,
		filters={"branch": branch, "status": _HANGING},
		fields=["name", "title", "place", "hung_on"],
		order_by="hung_on, name",
	)
