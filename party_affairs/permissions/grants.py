"""Giving roles to users from their posts, taking them back, and who may give a post to whom."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _

from party_affairs.permissions.roles import AUDITOR, GRANTABLE_BY, MANAGER, MEMBER, ROLES, role_of_post
from party_affairs.permissions.scope import ON_REGISTER, access_of, active_posts, forget_access

_SYSTEM_MANAGER = "System Manager"


def sync_roles(users: list[str] | None = None) -> list[str]:
	"""Make the app's roles of `users` (default: every login linked to a member) what their posts of today warrant.

	Returns the users that were changed. Safe to run any number of times and any number of days late. An auditor's role
	that was given by hand together with a User Permission on a Party Branch is left alone, and so are logins that
	belong to no member.
	"""
	forget_access()
	if users is None:
		users = frappe.get_all("Party Member", filters={"user": ["is", "set"]}, pluck="user", distinct=True)
	if not users:
		return []
	warranted = _warranted_roles(users)
	held = _held_roles(users)
	by_hand = set(
		frappe.get_all("User Permission", filters={"allow": "Party Branch"}, pluck="user", distinct=True)
	)
	changed = []
	for user in sorted(set(warranted) | set(held)):
		surplus = held[user] - warranted[user]
		if user in by_hand:
			surplus.discard(AUDITOR)
		missing = warranted[user] - held[user]
		if surplus or missing:
			_change_roles(user, missing, surplus)
			changed.append(user)
	if changed:
		_set_user_types(changed)
		for user in changed:
			frappe.clear_cache(user=user)
			frappe.clear_document_cache("User", user)  # a login reads the type of user from it
	return changed


def _change_roles(user: str, missing: set[str], surplus: set[str]) -> None:
	"""Write the rows themselves: saving a User would make the first one of a site its System Manager."""
	if surplus:
		frappe.db.delete("Has Role", {"parenttype": "User", "parent": user, "role": ["in", sorted(surplus)]})
	for role in sorted(missing):
		row = {
			"doctype": "Has Role",
			"parenttype": "User",
			"parentfield": "roles",
			"parent": user,
			"role": role,
		}
		frappe.get_doc(row).db_insert()


def _set_user_types(users: list[str]) -> None:
	"""A user with a role for the Desk is a System User, one without a Website User; other types are left alone."""
	role, held = frappe.qb.DocType("Role"), frappe.qb.DocType("Has Role")
	with_desk = (
		frappe.qb.from_(held)
		.join(role)
		.on(role.name == held.role)
		.select(held.parent)
		.distinct()
		.where((held.parenttype == "User") & held.parent.isin(users) & (role.desk_access == 1))
	).run(pluck=True)
	user = frappe.qb.DocType("User")
	for user_type, other, names in (
		("System User", "Website User", with_desk),
		("Website User", "System User", sorted(set(users) - set(with_desk))),
	):
		if names:
			frappe.qb.update(user).set(user.user_type, user_type).where(
				user.name.isin(names) & (user.user_type == other)
			).run()


def sync_roles_on_login(login_manager=None) -> None:
	"""Session hook: a post that began or ended since the last daily run counts from this login."""
	user = login_manager.user if login_manager else frappe.session.user
	if frappe.db.exists("Party Member", {"user": user}):
		sync_roles([user])


def _warranted_roles(users: list[str]) -> dict[str, set[str]]:
	filters = {"user": ["in", users], "status": ["in", ON_REGISTER]}
	members = frappe.get_all("Party Member", filters=filters, fields=["name", "user"], order_by="name")
	roles: dict[str, set[str]] = defaultdict(set)
	for row in members:
		roles[row.user].add(MEMBER)
	for post in active_posts(members=[row.name for row in members]) if members else ():
		role = role_of_post(post.post, post.branch_type, leads=post.leads)
		if role:
			roles[post.user].add(role)
	return roles


def _held_roles(users: list[str]) -> dict[str, set[str]]:
	filters = {"parenttype": "User", "role": ["in", ROLES], "parent": ["in", users]}
	held: dict[str, set[str]] = defaultdict(set)
	for row in frappe.get_all("Has Role", filters=filters, fields=["parent", "role"], order_by="parent"):
		held[row.parent].add(row.role)
	return held


def check_may_grant(post: str, branch: str, member: str) -> None:
	"""Raise PermissionError unless the caller may give `member` this post in `branch`.

	Nobody gives a post to himself, and nobody gives a post whose role his own posts over that branch do not cover.
	"""
	user = frappe.session.user
	if user == "Administrator":
		return
	access = access_of(user)
	if member == access.member:
		frappe.throw(
			_("Nobody can give a post to himself or change his own post. Ask the higher organisation."),
			frappe.PermissionError,
		)
	role = role_of_post(post, frappe.db.get_value("Party Branch", branch, "branch_type"))
	if not any(branch in access.branches_by_role.get(granter, ()) for granter in GRANTABLE_BY[role]):
		frappe.throw(
			_(
				"You cannot give the post {0} in {1}: it carries more rights than your own posts there."
			).format(frappe.bold(_(post)), frappe.bold(branch)),
			frappe.PermissionError,
		)


def check_may_mark_away(secretary: str, branch: str) -> None:
	"""Raise PermissionError unless the caller may mark the secretary (a member) of `branch` away.

	The secretary may, and leaders of an organisation above. The deputy may not, even with other posts: the absence gives
	the deputy the secretary's rights.
	"""
	user = frappe.session.user
	if user == "Administrator":
		return
	caller = access_of(user).member
	deputies = {row.member for row in active_posts(branches=[branch]) if row.post == "Deputy Secretary"}
	if caller in deputies or not (leads_above(branch) or caller == secretary):
		frappe.throw(
			_("Only the secretary himself or the organisation above marks the secretary of {0} away.").format(
				frappe.bold(branch)
			),
			frappe.PermissionError,
		)


def check_may_vacate(member: str, branch: str) -> None:
	"""Raise PermissionError if `member` is the secretary of `branch` and the caller his deputy there.

	A letter of transfer or a change of membership ends the secretary's post, and the deputy would lead in his place.
	"""
	caller = access_of(frappe.session.user).member
	holders = {(row.post, row.member) for row in active_posts(branches=[branch])}
	if ("Secretary", member) in holders and ("Deputy Secretary", caller) in holders:
		frappe.throw(
			_("The deputy cannot end the secretary's post in {0}. Ask the organisation above.").format(
				frappe.bold(branch)
			),
			frappe.PermissionError,
		)


def sync_roles_of_deputies(branches: Iterable[str]) -> None:
	"""Bring the roles of the deputies of `branches` up to what the secretaries' posts and absences of today warrant."""
	forget_access()
	posts = active_posts(branches=sorted(set(branches)))
	users = {row.user for row in posts if row.user and row.post == "Deputy Secretary"}
	if users:
		sync_roles(sorted(users))


def leads_above(branch: str, user: str | None = None) -> bool:
	"""Whether the user (default: the caller) leads an organisation above `branch`, which decides what a branch proposes."""
	user = user or frappe.session.user
	return user == "Administrator" or branch in access_of(user).branches_by_role.get(MANAGER, ())


def check_may_link_login(member: str, user: str | None) -> None:
	"""Raise PermissionError unless the caller may decide which login `member` has: it carries all his posts' rights."""
	caller = frappe.session.user
	if caller == "Administrator":
		return
	if caller == user:
		frappe.throw(_("You cannot link your own login to a member."), frappe.PermissionError)
	for post in active_posts(members=[member]):
		check_may_grant(post.post, post.branch, member)


def keep_from_administration(user, method: str | None = None) -> None:
	"""Document event of User: nobody becomes a System Manager but by one.

	Frappe 15.0-dev makes the first System User that is saved one, while there is none but the Administrator: by a change of
	his own language, say.
	"""
	if frappe.session.user == "Administrator" or _SYSTEM_MANAGER in frappe.get_roles():
		return
	before = user.get_doc_before_save()
	if _SYSTEM_MANAGER not in {row.role for row in (before.roles if before else ())}:
		user.set("roles", [row for row in user.roles if row.role != _SYSTEM_MANAGER])
