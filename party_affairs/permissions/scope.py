"""Row scope: which branches, and which single member, the rows of a DocType are limited to for a user.

A user's reach comes from the Party posts he holds today, computed from their dates at each request, so an expired post
gives nothing even if the daily job did not run. A post counts for a DocType only if the role it grants has the asked
right there: a publicity commissioner sees his branch's meetings, but of the dues only his own.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.utils import getdate, nowdate
from frappe.utils.caching import request_cache

from party_affairs.permissions.roles import AUDITOR, COMMITTEE_TYPES, MEMBER, role_of_post

ON_REGISTER = ("On Register", "Floating")
"""Status values of a member who belongs to the organisation."""

_BRANCH_FIELD = defaultdict(lambda: "branch", {"Party Branch": "name"})
_OWN_FIELD = {"Party Member": "name", "Party Dues Entry": "member", "Contact Pairing": "member"}
"""DocTypes of which a member sees his own rows, and the field that says whose a row is."""

SCOPED_DOCTYPES = (
	"Law Firm",
	"Party Branch",
	"Party Group",
	"Party Member",
	"Party Post",
	"Party Meeting",
	"Party Annual Plan",
	"Dues Assessment",
	"Party Dues Entry",
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
	"Party Meeting Attendee": "Party Meeting",
	"Party Meeting Guest": "Party Meeting",
	"Party Meeting Resolution": "Party Meeting",
	"Party Annual Plan Line": "Party Annual Plan",
	"Contact Pairing Log": "Contact Pairing",
	"Public Welfare Participant": "Public Welfare Activity",
	"Evaluation Score": "Evaluation",
	"Compliance Report Line": "Compliance Report",
	"Party Year Import Error": "Party Year Import",
}
"""Child tables of scoped DocTypes: Frappe lists their rows without looking at the parents, so they are limited too."""


@dataclass(frozen=True)
class Access:
	"""What a user's posts give him today: his member record, and per role the branches it reaches."""

	member: str | None = None
	branches_by_role: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
	"""The rows of one DocType that one user may use for one right.

	`branches` are seen whole, `member` names the member whose own rows are seen beside them. With neither, nothing is.
	"""

	doctype: str
	unrestricted: bool = False
	branches: frozenset[str] = frozenset()
	member: str | None = None

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
		terms = []
		if self.branches:
			terms.append(self._branch_criterion(table))
		if self.member and self.doctype in _OWN_FIELD:
			terms.append(table[_OWN_FIELD[self.doctype]] == self.member)
		if not terms:
			return table.name.isnull()
		return terms[0] if len(terms) == 1 else terms[0] | terms[1]

	def _branch_criterion(self, table):
		branches = sorted(self.branches)
		if self.doctype == "Law Firm":
			coverage = frappe.qb.DocType("Party Branch Firm")
			covered = frappe.qb.from_(coverage).select(coverage.firm).where(coverage.parent.isin(branches))
			return table.committee.isin(branches) | table.name.isin(covered)
		return table[_BRANCH_FIELD[self.doctype]].isin(branches)

	def includes(self, row) -> bool:
		"""Whether a document (or dict) of the DocType, with the values it has now, is in scope."""
		if self.unrestricted:
			return True
		own_field = _OWN_FIELD.get(self.doctype)
		if self.member and own_field and row.get(own_field) == self.member:
			return True
		if self.doctype == "Law Firm":
			return self.covers(row.get("committee")) or self._covers_firm(row.get("name"))
		if self.doctype == "Party Branch" and not _exists(row):
			return self.covers(row.get("parent_party_branch"))
		return self.covers(row.get(_BRANCH_FIELD[self.doctype]))

	def _covers_firm(self, firm: str | None) -> bool:
		if not (firm and self.branches):
			return False
		filters = {"firm": firm, "parent": ["in", sorted(self.branches)]}
		return bool(frappe.get_all("Party Branch Firm", filters=filters, limit=1))


def scope_for(doctype: str, ptype: str = "read", user: str | None = None, permlevel: int = 0) -> Scope:
	"""Return the rows of `doctype` that `user` (default: the caller) may use for the right `ptype`.

	`permlevel=1` asks for the scope in which the sensitive fields may be shown. Only Administrator is unrestricted; a
	role given by hand reaches nothing without a post (auditors: without a User Permission on a Party Branch).
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return Scope(doctype, unrestricted=True)
	held = set(frappe.get_roles(user))
	granting = {
		perm.role
		for perm in frappe.get_meta(doctype).permissions
		if perm.role in held and (perm.permlevel or 0) == permlevel and perm.get(ptype)
	}
	if not granting:
		return Scope(doctype)
	access = access_of(user)
	branches = frozenset().union(*(access.branches_by_role.get(role, frozenset()) for role in granting))
	own = access.member if MEMBER in granting and permlevel == 0 and doctype in _OWN_FIELD else None
	return Scope(doctype, branches=branches, member=own)


def access_of(user: str) -> Access:
	"""Return what `user`'s posts give him today; read once a request."""
	return _access_on(user, nowdate())


def forget_access() -> None:
	"""Drop what this request remembers of posts; call it after a post, member or branch has changed."""
	getattr(frappe.local, "request_cache", {}).pop(_load_access, None)


def _load_access(user: str, day: str) -> Access:
	member = frappe.db.get_value("Party Member", {"user": user, "status": ["in", ON_REGISTER]}, "name")
	reach: dict[str, set[str]] = defaultdict(set)
	spans = []
	for post in active_posts(members=[member], on=day) if member else ():
		role = role_of_post(post.post, post.branch_type)
		if not role:
			continue
		reach[role].add(post.branch)
		if post.branch_type in COMMITTEE_TYPES:
			spans.append((role, post.lft, post.rgt))
	if AUDITOR in frappe.get_roles(user):
		spans.extend((AUDITOR, row.lft, row.rgt) for row in _branches_permitted_to(user))
	_add_subtrees(reach, spans)
	return Access(member, {role: frozenset(names) for role, names in reach.items()})


_access_on = request_cache(_load_access)


def active_posts(members: list[str] | None = None, on=None) -> list:
	"""Return the posts held on a day (default today) by members on register, with their branch's place in the tree.

	Rows have member, user, post, branch, branch_type, lft, rgt. `members=None` means everybody.
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
		.where(member.status.isin(ON_REGISTER))
		.where((post.start_date <= day) & (post.end_date >= day))
		.where(post.removed_on.isnull() | (post.removed_on > day))
	)
	if members is not None:
		query = query.where(post.member.isin(members))
	return query.run(as_dict=True)


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
