"""Row scope: which branches, and which single member, the rows of a DocType are limited to for a user.

A user's reach comes from the Party posts he holds today, computed from their dates at each request, so an expired post
gives nothing even if the daily job did not run. A post counts for a DocType only if the role it grants has the asked
right there: a publicity commissioner sees his branch's meetings, but of the dues only his own.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from pypika.terms import Criterion

import frappe
from frappe import _
from frappe.utils import getdate, nowdate
from frappe.utils.caching import request_cache

from party_affairs.permissions.roles import AUDITOR, COMMITTEE_TYPES, MEMBER, is_stand_in, role_of_post

ON_REGISTER = ("On Register", "Floating")
"""Status values of a member who belongs to the organisation."""

IN_THE_PARTY = ("Full Member", "Probationary Member")
"""Stages of those who are members of the Party; the others are on their way to it."""

_BRANCH_FIELD = defaultdict(lambda: "branch", {"Party Branch": "name"})
CONFIDENTIAL = (
	"Discipline Case",
	"Heart Talk",
	"Thought Report",
	"Member Self Review",
	"Life Review Criticism",
	"Democratic Appraisal",
	"Appraisal Voter",
	"Appraisal Ballot",
	"Party Dues Reminder",
)
"""DocTypes whose rows nobody may guess at: `confidential.py` hides Frappe's own records about them too."""

_CONCEALED_FROM_MEMBER = "Discipline Case"
"""Seen by no commissioner who is himself the member concerned."""

_WITHIN_BRANCH_ONLY = frozenset(
	{
		"Heart Talk",
		"Thought Report",
		"Member Self Review",
		"Life Review Criticism",
		"Democratic Appraisal",
		"Party Dues Reminder",
		"Party Dues Statement",
	}
)
"""Personal texts and letters, and statements of accounts with whatever else was paid there: posts in the record's own branch
reach them, posts on the committees above do not."""

_INCOMES_WITHIN_BRANCH = frozenset({"Dues Assessment", "Party Dues Entry"})
"""DocTypes whose sensitive fields tell incomes: of these, posts on the committees above reach the rows, not those fields."""

SENSITIVE_CHILD_TABLES = frozenset({"Dues Income Item"})
"""Child tables that are sensitive as a whole: their rows are seen where the sensitive fields of the parent are."""
OWN_BOOKS = frozenset({"Party Dues Remittance", "Party Dues Expense", "Party Dues Year"})
"""Accounts of money: posts on the committees above read them, posts in the organisation itself keep them."""

_NOBODYS = frozenset({"Appraisal Voter", "Appraisal Ballot"})
"""Roll and urn of a secret vote: no post and no rights given by hand reach a row of them."""
_READ_ONCE = {"Thought Report": "handed_in_on", "Member Self Review": "handed_in_on"}
"""DocTypes whose rows are their writer's alone, whatever posts others hold, until this field is filled in."""

_ON_THE_BOARD = frozenset({"Party Dues Entry"})
"""DocTypes of which a sheet hangs on the branch's board, where its members read it; the rows behind it stay closed to them."""

_OWN_FIELDS = {
	"Party Member": ("name",),
	"Party Dues Entry": ("member",),
	"Party Dues Receipt": ("member",),
	"Contact Pairing": ("member",),
	"Party Membership Transfer": ("member",),
	"Heart Talk": ("talker", "partner"),
	"Thought Report": ("member",),
	"Member Self Review": ("member",),
}
"""DocTypes of which a member sees his own rows, and the fields of which one must name him."""

_OWN_FIELDS_TO_CHANGE = {"Heart Talk": ("talker",)}
"""Of these DocTypes a member changes fewer rows than he reads: those that name him in one of these fields."""

_ALSO_READ_BY = {"Party Membership Transfer": "to_branch", "Party Dues Remittance": "to_branch"}
"""DocTypes whose rows a second branch may read, and the field that names it. Where a row names no first branch (somebody
comes from outside), it belongs to the second."""

_READING = ("read", "select", "print", "email", "report", "export")
"""Rights that change nothing."""

SCOPED_DOCTYPES = (
	"Law Firm",
	"Party Branch",
	"Party Group",
	"Party Member",
	"Party Post",
	"Party Post Absence",
	"Party Election",
	"Party Member Event",
	"Party Membership Transfer",
	"Party Membership Change",
	"Party Development Case",
	"Party Training",
	"Two Way Cultivation",
	"Discipline Case",
	"Heart Talk",
	"Thought Report",
	"Member Self Review",
	"Party Meeting",
	"Party Annual Plan",
	"Democratic Appraisal",
	"Appraisal Voter",
	"Appraisal Ballot",
	"Party Work Report",
	"Party Life Review",
	"Life Review Criticism",
	"Dues Assessment",
	"Party Dues Entry",
	"Party Dues Receipt",
	"Party Dues Statement",
	"Party Dues Reminder",
	"Party Dues Remittance",
	"Party Dues Expense",
	"Party Dues Year",
	"Contact Pairing",
	"Public Welfare Activity",
	"Evaluation",
	"Compliance Finding",
	"Compliance Report",
	"Party Year Import",
)
"""DocTypes whose rows belong to a branch; hooks.py attaches the row rules to exactly these."""

PARENT_OF_CHILD_TABLE = {
	"Party Branch Firm": "Party Branch",
	"Party Election Seat": "Party Election",
	"Party Election Candidate": "Party Election",
	"Party Election Officer": "Party Election",
	"Party Election Exclusion": "Party Election",
	"Party Election Ballot": "Party Election",
	"Party Election Vote": "Party Election",
	"Party Election Appointment": "Party Election",
	"Party Development Step": "Party Development Case",
	"Party Development Sponsor": "Party Development Case",
	"Party Development Investigation": "Party Development Case",
	"Party Development Material": "Party Development Case",
	"Party Training Participant": "Party Training",
	"Party Meeting Attendee": "Party Meeting",
	"Party Meeting Guest": "Party Meeting",
	"Party Meeting Resolution": "Party Meeting",
	"Party Meeting Speech": "Party Meeting",
	"Party Meeting Photo": "Party Meeting",
	"Party Annual Plan Line": "Party Annual Plan",
	"Democratic Appraisal Member": "Democratic Appraisal",
	"Democratic Appraisal Result": "Democratic Appraisal",
	"Democratic Appraisal Count": "Democratic Appraisal",
	"Party Work Report Section": "Party Work Report",
	"Life Review Study": "Party Life Review",
	"Life Review Opinion": "Party Life Review",
	"Life Review Problem": "Party Life Review",
	"Life Review Measure": "Party Life Review",
	"Life Review Criticism Line": "Life Review Criticism",
	"Party Dues Receipt Item": "Party Dues Receipt",
	"Dues Income Item": "Dues Assessment",
	"Party Dues Statement Line": "Party Dues Statement",
	"Contact Pairing Log": "Contact Pairing",
	"Public Welfare Participant": "Public Welfare Activity",
	"Evaluation Score": "Evaluation",
	"Compliance Report Line": "Compliance Report",
	"Party Year Import Error": "Party Year Import",
}
"""Child tables of scoped DocTypes: Frappe lists their rows without looking at the parents, so they are limited too."""


@dataclass(frozen=True)
class Access:
	"""What a user's posts give him today: his member record, per role the branches it reaches, and those it is held in.

	`branch` is the one to which he belongs as a member of the Party.
	"""

	member: str | None = None
	branch: str | None = None
	branches_by_role: dict[str, frozenset[str]] = field(default_factory=dict)
	seats_by_role: dict[str, frozenset[str]] = field(default_factory=dict)


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

	def covers(self, branch: str | None) -> bool:
		"""Whether all rows of `branch` are in scope."""
		return self.unrestricted or (branch is not None and branch in self.branches)

	@property
	def is_empty(self) -> bool:
		return not (self.unrestricted or self.branches or self.member)

	def check_branch(self, branch: str | None) -> None:
		"""Raise PermissionError unless all rows of `branch` are in scope."""
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

	def criterion(self, table):
		"""Return the pypika criterion that keeps `table` (the DocType's) to this scope; false when it is empty."""
		if self.unrestricted:
			return table.name.isnotnull()
		terms = [self._branch_criterion(table)] if self.branches else []
		if self.member:
			terms.extend(table[fieldname] == self.member for fieldname in self.own_fields)
		if not terms:
			return table.name.isnull()
		found = Criterion.any(terms)
		if self.not_about:
			return found & (table.member.isnull() | (table.member != self.not_about))
		return found

	def _branch_criterion(self, table):
		of_branches = self._of_branches(table)
		shown_by = _READ_ONCE.get(self.doctype)
		return of_branches & table[shown_by].isnotnull() if shown_by else of_branches

	def _of_branches(self, table):
		branches = sorted(self.branches)
		if self.doctype == "Law Firm":
			coverage = frappe.qb.DocType("Party Branch Firm")
			covered = frappe.qb.from_(coverage).select(coverage.firm).where(coverage.parent.isin(branches))
			return table.committee.isin(branches) | table.name.isin(covered)
		column = table[_BRANCH_FIELD[self.doctype]]
		second = _ALSO_READ_BY.get(self.doctype)
		if not second:
			return column.isin(branches)
		of_second = table[second].isin(branches)
		if not self.only_reads:
			of_second = (column.isnull() | (column == "")) & of_second
		return column.isin(branches) | of_second

	def includes(self, row) -> bool:
		"""Whether a document (or dict) of the DocType, with the values it has now, is in scope."""
		if self.unrestricted:
			return True
		if self.not_about and row.get("member") == self.not_about:
			return False
		if self.member and any(row.get(fieldname) == self.member for fieldname in self.own_fields):
			return True
		if self.doctype == "Law Firm":
			return self.covers(row.get("committee")) or self._covers_firm(row.get("name"))
		if self.doctype == "Party Branch" and not _exists(row):
			return self.covers(row.get("parent_party_branch"))
		if self._is_writers_alone(row):
			return False
		branch = row.get(_BRANCH_FIELD[self.doctype])
		second = row.get(_ALSO_READ_BY[self.doctype]) if self.doctype in _ALSO_READ_BY else None
		return self.covers(branch or second) or (self.only_reads and self.covers(second))

	def _is_writers_alone(self, row) -> bool:
		"""Whether the row is a draft; one that is just being made is judged by its own checks."""
		shown_by = _READ_ONCE.get(self.doctype)
		return bool(shown_by) and not row.get(shown_by) and not row.get("__islocal")

	def _covers_firm(self, firm: str | None) -> bool:
		if not (firm and self.branches):
			return False
		filters = {"firm": firm, "parent": ["in", sorted(self.branches)]}
		return bool(frappe.get_all("Party Branch Firm", filters=filters, limit=1))


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
	role given by hand reaches nothing without a post (auditors: without a User Permission on a Party Branch). `sums` asks
	for the scope whose rows may be added up: of what stays within its branch, committees above see the sums. `board` asks
	for the scope of what hangs on a branch's board: its members read that as well.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return Scope(doctype, unrestricted=True)
	if doctype in _NOBODYS:
		return Scope(doctype)
	held = set(frappe.get_roles(user))
	granting = {
		perm.role
		for perm in frappe.get_meta(doctype).permissions
		if perm.role in held and (perm.permlevel or 0) == permlevel and perm.get(ptype)
	}
	if not granting:
		return Scope(doctype)
	access = access_of(user)
	seats_only = (
		(doctype in _WITHIN_BRANCH_ONLY and not sums)
		or (permlevel and doctype in _INCOMES_WITHIN_BRANCH)
		or (doctype in OWN_BOOKS and ptype not in _READING)
	)
	reach = access.seats_by_role if seats_only else access.branches_by_role
	branches = frozenset().union(*(reach.get(role, frozenset()) for role in granting))
	if board and doctype in _ON_THE_BOARD and MEMBER in granting and access.branch:
		branches |= {access.branch}
	own_fields = _own_fields(doctype, ptype) if MEMBER in granting and permlevel == 0 else ()
	return Scope(
		doctype,
		branches=branches,
		member=access.member if own_fields else None,
		own_fields=own_fields,
		only_reads=ptype in _READING,
		not_about=access.member if doctype == _CONCEALED_FROM_MEMBER else None,
	)


def _own_fields(doctype: str, ptype: str) -> tuple[str, ...]:
	read = _OWN_FIELDS.get(doctype, ())
	return read if ptype in _READING else _OWN_FIELDS_TO_CHANGE.get(doctype, read)


def access_of(user: str) -> Access:
	"""Return what `user`'s posts give him today; read once a request."""
	return _access_on(user, nowdate())


def forget_access() -> None:
	"""Drop what this request remembers of posts; call it after a post, member or branch has changed."""
	getattr(frappe.local, "request_cache", {}).pop(_load_access, None)


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
	if AUDITOR in frappe.get_roles(user):
		spans.extend((AUDITOR, row.lft, row.rgt) for row in _branches_permitted_to(user))
	_add_subtrees(reach, spans)
	branch = own.branch if own and own.stage in IN_THE_PARTY else None
	return Access(member, branch, _frozen(reach), seats)


def _frozen(reach: dict[str, set[str]]) -> dict[str, frozenset[str]]:
	return {role: frozenset(names) for role, names in reach.items()}


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


def _branches_permitted_to(user: str) -> list:
	permission, branch = frappe.qb.DocType("User Permission"), frappe.qb.DocType("Party Branch")
	return (
		frappe.qb.from_(permission)
		.join(branch)
		.on(branch.name == permission.for_value)
		.select(branch.lft, branch.rgt)
		.where((permission.user == user) & (permission.allow == "Party Branch"))
	).run(as_dict=True)


def _add_subtrees(reach: dict[str, set[str]], spans: list[tuple[str, int, int]]) -> None:
	"""Add to each role the branches below its committees: one query for all of them."""
	if not spans:
		return
	branch = frappe.qb.DocType("Party Branch")
	inside = None
	for _role, lft, rgt in spans:
		term = (branch.lft >= lft) & (branch.rgt <= rgt)
		inside = term if inside is None else inside | term
	rows = frappe.qb.from_(branch).select(branch.name, branch.lft, branch.rgt).where(inside).run(as_dict=True)
	for role, lft, rgt in spans:
		reach[role].update(row.name for row in rows if row.lft >= lft and row.rgt <= rgt)


def _exists(row) -> bool:
	return bool(row.get("lft"))
