"""To whom mail about a branch goes: the holders of its posts today, with the addresses of their logins."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.organisation.tree import ancestors
from party_affairs.permissions.roles import is_stand_in
from party_affairs.permissions.scope import active_posts


@dataclass(frozen=True, order=True)
class Addressee:
	"""A login in use: where mail reaches it, and the language in which it reads (None: the site's)."""

	address: str
	user: str
	language: str | None = None


def of_posts(branches: Iterable[str], posts: Sequence[str]) -> dict[str, dict[str, list[Addressee]]]:
	"""Return by branch and post (`posts` are labels of Party Post) the logins that hold it today: three queries.

	An acting secretary is found as secretary.
	"""
	wanted = set(branches)
	held = defaultdict(lambda: defaultdict(set))
	for post in active_posts():
		if post.branch in wanted and post.post in posts and post.user:
			leads = is_stand_in(post.post, post.branch_type) and post.leads
			held[post.branch]["Secretary" if leads else post.post].add(post.user)
	found = of_users({user for names in held.values() for users in names.values() for user in users})
	return {
		branch: {
			post: sorted(found[user] for user in users if user in found) for post, users in names.items()
		}
		for branch, names in held.items()
	}


def of_users(users: Iterable[str]) -> dict[str, Addressee]:
	"""Return by login those of `users` that are in use and have an address: one query."""
	rows = frappe.get_all(
		"User",
		filters={"name": ["in", sorted(set(users))], "enabled": 1, "email": ["is", "set"]},
		fields=["name", "email", "language"],
	)
	return {row.name: Addressee(row.email, row.name, row.language) for row in rows}


def of_members(members: Sequence[str]) -> dict[str, str]:
	"""Return by member the address of his login, if it is in use and has one: one query."""
	if not members:
		return {}
	member, user = DocType("Party Member"), DocType("User")
	rows = (
		frappe.qb.from_(member)
		.join(user)
		.on(user.name == member.user)
		.select(member.name, user.email)
		.where(member.name.isin(members) & (user.enabled == 1) & user.email.isnotnull())
		.orderby(member.name)
	).run()
	return {name: address for name, address in rows if address}


def users_at_work(branches: Iterable[str]) -> dict[str, list[str]]:
	"""Return by login those of `branches` in which, or above which, its holder has a post today: three queries at most."""
	reached: dict[str, set[str]] = defaultdict(set)
	concerned: dict[str, set[str]] = defaultdict(set)
	for name, above in ancestors(branches).items():
		for one in above:
			concerned[one].add(name)
	for post in active_posts(branches=sorted(concerned)) if concerned else ():
		if post.user:
			reached[post.user] |= concerned[post.branch]
	return {user: sorted(found) for user, found in reached.items()}
