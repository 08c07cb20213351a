"""Party groups: what they are called, who belongs to one, and who leads them."""

from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers
from party_affairs.facts.criteria import Which
from party_affairs.rules.organisation.posts import span


def names(which: Which) -> dict[str, str]:
	"""Return what Party groups are called, by the names of their records and in their order: one query."""
	group = DocType("Party Group")
	query = frappe.qb.from_(group).select(group.name, group.group_name).orderby(group.name)
	return dict(query.where(which(group)).run())


def members_of(group: str, branch: str) -> list[str]:
	"""Return the members of a group of `branch`: one query."""
	filters = {"party_group": group, "branch": branch}
	return frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name")


def leader_of(group: str, branch: str) -> str | None:
	"""Return who leads a group of `branch`, None if nobody does or the group is another branch's: one query."""
	return frappe.db.get_value("Party Group", {"name": group, "branch": branch}, "leader")


def leaders_on(branch: str, day: date) -> list[str]:
	"""Return the leaders of the groups that a branch has on `day`, by the names of the groups: one query."""
	rows = frappe.get_all(
		"Party Group",
		filters={"branch": branch},
		fields=["leader", "founded_on", "disbanded_on"],
		order_by="group_name",
	)
	return [row.leader for row in rows if row.leader and covers(row.founded_on, row.disbanded_on, day)]


def leaders_of(group: str, day: date) -> set[str]:
	"""Return who leads a group on `day`: by posts of that day, without one whom the group's record names. Two queries."""
	posts = frappe.get_all(
		"Party Post",
		filters={"party_group": group, "post": "Group Leader"},
		fields=["member", "start_date", "end_date", "removed_on"],
		order_by="name",
	)
	found = {row.member for row in posts if covers(*span(row.start_date, row.end_date, row.removed_on), day)}
	leader = None if found else frappe.db.get_value("Party Group", group, "leader")
	return found or ({leader} if leader else set())
