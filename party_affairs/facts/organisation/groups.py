"""Party groups: what they are called, who belongs to one, and who leads them."""

from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers
from party_affairs.facts.criteria import Which


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
