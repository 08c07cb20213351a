"""Row scope: which branches, and which single member, the rows of a DocType are limited to for a user.

A user's reach comes from the Party posts he holds today, computed from their dates at each request, so an expired post
gives nothing even if the daily job did not run. A post counts for a DocType only if the role it grants has the asked
right there: a publicity commissioner sees his branch's meetings, but of the dues only his own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from pypika.terms import Criterion

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate
from frappe.utils.caching import request_cache

from party_affairs.permissions.register import REGISTER, Reach, Row
from party_affairs.permissions.roles import AUDITOR, COMMITTEE_TYPES, MEMBER, is_stand_in, role_of_post

ON_REGISTER = ("On Register", "Floating")
"""Status values of a member who belongs to the organisation."""

IN_THE_PARTY = ("Full Member", "Probationary Member")
"""Stages of those who are members of the Party; the others are on their way to it."""

_FEW = 20
"""So many branches are named one by one even where a short condition is asked for."""

_READING = ("read", "select", "print", "email", "report", "export")
"""Rights that change nothing."""


@dataclass(frozen=True)
class Access:
	"""What a user's posts give him today: his member record, per role the branches it reaches, and those it is held in.

	`branch` is the one to which he belongs as a member of the Party. `permitted` are the branches that User Permissions name
	for him, with those below, by the DocType for which they hold; None stands for all DocTypes.
	"""

	member: str | None = None
	branch: str | None = None
	branches_by_role: dict[str, frozenset[str]] = field(default_factory=dict)
	seats_by_role: dict[str, frozenset[str]] = field(default_factory=dict)
	permitted: dict[str | None, frozenset[str]] = field(default_factory=dict)

	def limit_of(self, doctype: str) -> frozenset[str] | None:
		"""The branches to which his User Permissions limit him in a DocType; None if no such permission holds there."""
		named = [self.permitted[place] for place in (None, doctype) if place in self.permitted]
		return frozenset().union(*named) if named else None


@dataclass(frozen=True)
class Scope:
	"""The rows of one DocType that one user may use for one right.

	`branches` are seen whole; rows of `member` (those that name him in one of `own_fields`) are seen beside them. With
	neither, nothing is.
	`only_reads` says that the right changes nothing, so that rows which concern a second branch are in its scope too.
	Rows about `not_about`, a member, are left out wherever they are.
	"""

	doctype: str
	unrestricted: bool = False
	branches: frozenset[str] = frozenset()
	member: str | None = None
	own_fields: tuple[str, ...] = ()
	only_reads: bool = False
	not_about: str | None = None
	seats: frozenset[str] = frozenset()
	"""The branches in which the posts themselves are held, asked for where some rows are reached from there alone."""

	def covers(self, branch: str | None) -> bool:
		"""Whether all rows of `branch` are in scope."""
		return self.unrestricted or (branch is not None and branch in self.branches)

	@property
	def is_empty(self) -> bool:
		return not (self.unrestricted or self.branches or self.member)

	def check_branch(self, branch: str | None) -> None:
		"""Raise PermissionError unless all rows of `branch` are in scope, DoesNotExistError if there is no such organisation."""
		if self.unrestricted and branch and not frappe.db.exists("Party Branch", branch):
			frappe.throw(
				_("There is no {0} {1}.").format(
					_("Party Branch"), frappe.bold(frappe.utils.escape_html(branch))
				),
				frappe.DoesNotExistError,
			)
		if not self.covers(branch):
			frappe.throw(
				_(
					"You have no right to the records of {0}. Ask the higher organisation for the post you need."
				).format(frappe.bold(branch or "")),
				frappe.PermissionError,
			)

	def check_not_empty(self) -> None:
		"""Raise PermissionError if the user may see no row at all."""
		if self.is_empty:
			frappe.throw(_("You have no right to {0}.").format(_(self.doctype)), frappe.PermissionError)

	def criterion(self, table, *, short: bool = False):
		"""Return the pypika criterion that keeps `table` (the DocType's) to this scope; false when it is empty.

		`short` asks the tree of organisations for a great number of branches instead of naming each: for conditions that
		put the scopes of many DocTypes into one query.
		"""
		if self.unrestricted:
			return table.name.isnotnull()
		branches = _in_short(self.branches) if short else sorted(self.branches)
		terms = [self._branch_criterion(table, branches)] if self.branches else []
		if self.member:
			terms.extend(table[fieldname] == self.member for fieldname in self.own_fields)
		if not terms:
			return table.name.isnull()
		found = Criterion.any(terms)
		if self.not_about:
			return found & (table.member.isnull() | (table.member != self.not_about))
		return found

	@property
	def _row(self) -> Row:
		return REGISTER[self.doctype]

	def _branch_criterion(self, table, branches):
		of_branches = self._of_branches(table, branches)
		if self._row.within_where:
			fieldname, value = self._row.within_where
			own = table[self._row.branch_field].isin(sorted(self.seats) or [""])
			of_branches &= (table[fieldname] != value) | own
		if self._row.issued_by:
			issued_on, issuer = self._row.issued_by
			of_branches &= table[issued_on].isnotnull() | table[issuer].isin(branches)
		shown_by = self._row.draft_until
		return of_branches & table[shown_by].isnotnull() if shown_by else of_branches

	def _of_branches(self, table, branches):
		column = table[self._row.branch_field]
		of_branches = column.isin(branches)
		if self._row.covered_in:
			child_table, fieldname = self._row.covered_in
			coverage = frappe.qb.DocType(child_table)
			covered = (
				frappe.qb.from_(coverage).select(coverage[fieldname]).where(coverage.parent.isin(branches))
			)
			of_branches |= table.name.isin(covered)
		if self._row.second_reader:
			of_second = table[self._row.second_reader].isin(branches)
			if not self.only_reads:
				of_second = (column.isnull() | (column == "")) & of_second
			of_branches |= of_second
		return of_branches

	def includes(self, row) -> bool:
		"""Whether a document (or dict) of the DocType, with the values it has now, is in scope."""
		if self.unrestricted:
			return True
		if self.not_about and row.get("member") == self.not_about:
			return False
		if self.member and any(row.get(fieldname) == self.member for fieldname in self.own_fields):
			return True
		if self._is_writers_alone(row):
			return False
		if self._is_issuers_alone(row):
			return False
		branch = row.get(self._branch_field_of(row))
		if self._stays_within(row) and branch not in self.seats:
			return False
		second = row.get(self._row.second_reader) if self._row.second_reader else None
		return (
			self.covers(branch or second)
			or (self.only_reads and self.covers(second))
			or self._covers_by_name(row.get("name"))
		)

	def _stays_within(self, row) -> bool:
		"""Whether the row is reached from its own organisation alone."""
		if not self._row.within_where:
			return False
		fieldname, value = self._row.within_where
		given = row.get(fieldname)
		return bool(cint(given)) if value == 1 else given == value

	def _branch_field_of(self, row) -> str:
		of_new = self._row.branch_field_of_new
		return of_new if of_new and not _exists(row) else self._row.branch_field

	def _is_issuers_alone(self, row) -> bool:
		"""Whether the row was not issued yet, by an organisation that is out of scope."""
		if not self._row.issued_by:
			return False
		issued_on, issuer = self._row.issued_by
		return not row.get(issued_on) and not self.covers(row.get(issuer))

	def _is_writers_alone(self, row) -> bool:
		"""Whether the row is a draft; one that is just being made is judged by its own checks."""
		shown_by = self._row.draft_until
		return bool(shown_by) and not row.get(shown_by) and not row.get("__islocal")

	def _covers_by_name(self, name: str | None) -> bool:
		"""Whether one of the branches names the row in its own table."""
		if not (self._row.covered_in and name and self.branches):
			return False
		child_table, fieldname = self._row.covered_in
		filters = {fieldname: name, "parent": ["in", sorted(self.branches)]}
		return bool(frappe.get_all(child_table, filters=filters, limit=1))


def scope_for(
	doctype: str,
	ptype: str = "read",
	user: str | None = None,
	permlevel: int = 0,
	*,
	sums: bool = False,
	board: bool = False,
) -> Scope:
	"""Return the rows of `doctype` that `user` (default: the caller) may use for the right `ptype`.

	`permlevel=1` asks for the scope in which the sensitive fields may be shown. Only Administrator is unrestricted; a
	role given by hand reaches nothing without a post (auditors: without a User Permission on a Party Branch). Whom a User
	Permission names reaches nothing outside of it; rows of his own and his branch's board excepted. `sums` asks for the scope whose rows may be added up: of some that stay within their branch, committees above see the sums.
	`board` asks for the scope of what hangs on a branch's board: its members read that as well.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return Scope(doctype, unrestricted=True)
	row = REGISTER.get(doctype)
	if row is None or row.reach is Reach.NOBODY:
		return Scope(doctype)
	held = set(frappe.get_roles(user))
	granting = {
		perm.role
		for perm in frappe.get_meta(doctype).permissions
		if perm.role in held and (perm.permlevel or 0) == permlevel and perm.get(ptype)
	}
	if not granting:
		return Scope(doctype)
	if row.reach is Reach.EVERYWHERE:
		return Scope(doctype, unrestricted=True)
	access = access_of(user)
	below = _reaches_below(row, ptype, permlevel, sums=sums)
	reach = access.branches_by_role if below else access.seats_by_role
	branches = frozenset().union(*(reach.get(role, frozenset()) for role in granting))
	limit = access.limit_of(doctype)
	if limit is not None:
		branches = limit if below and AUDITOR in granting else branches & limit
	if board and row.on_board and MEMBER in granting and access.branch:
		branches |= {access.branch}
	own_fields = _own_fields(row, ptype) if MEMBER in granting and permlevel == 0 else ()
	return Scope(
		doctype,
		branches=branches,
		member=access.member if own_fields else None,
		own_fields=own_fields,
		only_reads=ptype in _READING,
		not_about=access.member if row.not_about_oneself else None,
		seats=_seats_for(row, access, granting, limit, branches if sums and row.sums_above else None),
	)


def _seats_for(
	row: Row, access: Access, granting: set[str], limit: frozenset[str] | None, summed: frozenset[str] | None
) -> frozenset[str]:
	"""The branches whose rows are reached that stay within: those of the seats; where they are only `summed`, all of them."""
	if not row.within_where:
		return frozenset()
	if summed is not None:
		return summed
	held = frozenset().union(*(access.seats_by_role.get(role, frozenset()) for role in granting))
	return held if limit is None else held & limit


def _reaches_below(row: Row, ptype: str, permlevel: int, *, sums: bool) -> bool:
	"""Whether a post on a committee carries the right into the organisations below it."""
	if row.reach is Reach.WITHIN:
		return sums and row.sums_above
	if row.reach is Reach.INCOMES_WITHIN:
		return not permlevel
	return row.reach is not Reach.READ_ABOVE or ptype in _READING


def _own_fields(row: Row, ptype: str) -> tuple[str, ...]:
	return row.own if ptype in _READING or row.own_to_change is None else row.own_to_change


def access_of(user: str) -> Access:
	"""Return what `user`'s posts give him today; read once a request."""
	return _access_on(user, nowdate())


def forget_access() -> None:
	"""Drop what this request remembers of posts; call it after a post, member or branch has changed."""
	getattr(frappe.local, "request_cache", {}).pop(_load_access, None)


def forget_tree() -> None:
	"""Drop what is remembered of the tree of organisations; call it after one was put in, moved, renamed or deleted.

	Frappe keeps which branches a User Permission names from one request to the next, and looks at it for Party Branch itself.
	"""
	forget_access()
	frappe.cache.delete_value("user_permissions")


def _load_access(user: str, day: str) -> Access:
	own = frappe.db.get_value(
		"Party Member",
		{"user": user, "status": ["in", ON_REGISTER]},
		["name", "branch", "stage"],
		as_dict=True,
	)
	member = own and own.name
	reach: dict[str, set[str]] = defaultdict(set)
	spans = []
	for post in active_posts(members=[member], on=day) if member else ():
		role = role_of_post(post.post, post.branch_type, leads=post.leads)
		if not role:
			continue
		reach[role].add(post.branch)
		if post.branch_type in COMMITTEE_TYPES:
			spans.append((role, post.lft, post.rgt))
	seats = _frozen(reach)
	_add_subtrees(reach, spans)
	branch = own.branch if own and own.stage in IN_THE_PARTY else None
	return Access(member, branch, _frozen(reach), seats, _permitted_to(user))


def _frozen(reach: dict[str, set[str]]) -> dict[str, frozenset[str]]:
	return {key: frozenset(names) for key, names in reach.items()}


_access_on = request_cache(_load_access)


def active_posts(members: list[str] | None = None, on=None, branches: list[str] | None = None) -> list:
	"""Return the posts held on a day (default today) by members on register, with their branch's place in the tree.

	Rows have member, user, post, branch, branch_type, lft, rgt and `leads`: whether the post carries its full rights on
	the day, which a branch deputy's does only while no secretary is at work there. `members` and `branches` narrow the
	answer. Two queries at most, whatever the number of posts.
	"""
	day = getdate(on or nowdate())
	post, member, branch = (frappe.qb.DocType(d) for d in ("Party Post", "Party Member", "Party Branch"))
	query = (
		frappe.qb.from_(post)
		.join(member)
		.on(member.name == post.member)
		.join(branch)
		.on(branch.name == post.branch)
		.select(post.member, member.user, post.post, post.branch, branch.branch_type, branch.lft, branch.rgt)
		.where(_is_held(post, member, day))
	)
	if members is not None:
		query = query.where(post.member.isin(members))
	if branches is not None:
		query = query.where(post.branch.isin(branches))
	rows = query.run(as_dict=True)
	stand_ins = {row.branch for row in rows if is_stand_in(row.post, row.branch_type)}
	led = _led_by_secretary(stand_ins, day) if stand_ins else frozenset()
	for row in rows:
		row.leads = not (is_stand_in(row.post, row.branch_type) and row.branch in led)
	return rows


def _is_held(post, member, day):
	"""The criterion that a post is held on `day` by a member on register."""
	return (
		member.status.isin(ON_REGISTER)
		& (post.start_date <= day)
		& (post.end_date >= day)
		& (post.removed_on.isnull() | (post.removed_on > day))
	)


def _led_by_secretary(branches: set[str], day) -> frozenset[str]:
	"""Return those of `branches` in which a secretary is in office on `day` and not marked away: one query."""
	post, member, absence = (
		frappe.qb.DocType(d) for d in ("Party Post", "Party Member", "Party Post Absence")
	)
	away = (
		frappe.qb.from_(absence)
		.select(absence.party_post)
		.where((absence.away_from <= day) & (absence.away_until.isnull() | (absence.away_until >= day)))
	)
	rows = (
		frappe.qb.from_(post)
		.join(member)
		.on(member.name == post.member)
		.select(post.branch)
		.distinct()
		.where(post.branch.isin(sorted(branches)) & (post.post == "Secretary"))
		.where(_is_held(post, member, day))
		.where(post.name.notin(away))
	)
	return frozenset(row[0] for row in rows.run())


def _permitted_to(user: str) -> dict[str | None, frozenset[str]]:
	"""Return the branches that the user's User Permissions name, with those below, by the DocType for which they hold.

	Frappe would take them for a limit of every link to a Party Branch, and so hide an organisation from its own auditor for
	having one above it. The links in our documents therefore ignore them, and the scope keeps the limit: once, for lists,
	forms, ledgers and sums alike. A permission without those below, or for one DocType alone, counts as Frappe takes it.
	"""
	permission, branch = frappe.qb.DocType("User Permission"), frappe.qb.DocType("Party Branch")
	rows = (
		frappe.qb.from_(permission)
		.join(branch)
		.on(branch.name == permission.for_value)
		.select(
			permission.for_value,
			permission.applicable_for,
			permission.hide_descendants,
			branch.lft,
			branch.rgt,
		)
		.where((permission.user == user) & (permission.allow == "Party Branch"))
	).run(as_dict=True)
	permitted: dict[str | None, set[str]] = defaultdict(set)
	spans = []
	for row in rows:
		place = row.applicable_for or None
		permitted[place].add(row.for_value)
		if not row.hide_descendants:
			spans.append((place, row.lft, row.rgt))
	_add_subtrees(permitted, spans)
	return _frozen(permitted)


def _in_short(branches: frozenset[str]):
	"""Return `branches` for an IN: a few by name, many as a query of the tree by the subtrees that they make up."""
	return _in_subtrees(branches) if len(branches) > _FEW else sorted(branches)


@request_cache
def _in_subtrees(branches: frozenset[str]):
	branch = frappe.qb.DocType("Party Branch")
	rows = (
		frappe.qb.from_(branch)
		.select(branch.name, branch.lft, branch.rgt)
		.where(branch.name.isin(sorted(branches)))
		.orderby(branch.lft)
	).run(as_dict=True)
	inside: list[list] = []
	for row in rows:
		if inside and row.lft > inside[-1][0].lft and row.rgt < inside[-1][0].rgt:
			inside[-1].append(row)
		else:
			inside.append([row])
	terms, single = [], []
	for top, *below in inside:
		if (top.rgt - top.lft + 1) // 2 == len(below) + 1:
			terms.append((branch.lft >= top.lft) & (branch.rgt <= top.rgt))
		else:
			single.extend(row.name for row in (top, *below))
	if single:
		terms.append(branch.name.isin(single))
	return frappe.qb.from_(branch).select(branch.name).where(Criterion.any(terms))


def _add_subtrees(reach: dict[Any, set[str]], spans: list[tuple[Any, int, int]]) -> None:
	"""Add to each role, or whatever else `reach` goes by, the branches below its committees: one query for all of them."""
	if not spans:
		return
	branch = frappe.qb.DocType("Party Branch")
	inside = None
	for _key, lft, rgt in spans:
		term = (branch.lft >= lft) & (branch.rgt <= rgt)
		inside = term if inside is None else inside | term
	rows = frappe.qb.from_(branch).select(branch.name, branch.lft, branch.rgt).where(inside).run(as_dict=True)
	for key, lft, rgt in spans:
		reach[key].update(row.name for row in rows if row.lft >= lft and row.rgt <= rgt)


def _exists(row) -> bool:
	return bool(row.get("lft"))
