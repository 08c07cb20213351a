"""Evaluations: who is evaluated by a scheme, and the sheets that are there."""

from collections.abc import Sequence

import frappe
from frappe.query_builder import DocType

from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER

BRANCH_TYPES = ("Branch", "Joint Branch")


def branches(within: Sequence[str] | None) -> dict[str, str]:
	"""Return the branches and joint branches in being, each with its own name as that of its branch: one query.

	`within` narrows them to some organisations; None leaves out nobody.
	"""
	branch = DocType("Party Branch")
	query = (
		frappe.qb.from_(branch)
		.select(branch.name, branch.name.as_("branch"))
		.where((branch.status == "Active") & branch.branch_type.isin(BRANCH_TYPES))
	)
	if within is not None:
		query = query.where(branch.name.isin(list(within)))
	return dict(query.run())


def members(within: Sequence[str] | None) -> dict[str, str]:
	"""Return the members of the Party on register in organisations in being, each with his branch: one query.

	`within` narrows them to some organisations; None leaves out nobody.
	"""
	member, branch = DocType("Party Member"), DocType("Party Branch")
	query = (
		frappe.qb.from_(member)
		.join(branch)
		.on(branch.name == member.branch)
		.select(member.name, member.branch)
		.where(branch.status == "Active")
		.where(member.status.isin(ON_REGISTER) & member.stage.isin(IN_THE_PARTY))
	)
	if within is not None:
		query = query.where(member.branch.isin(list(within)))
	return dict(query.run())


def with_key(key: str) -> str | None:
	"""Return the sheet with an `evaluation_key`, which stands for scheme, subject and year, None without one: one query."""
	return frappe.db.get_value("Evaluation", {"evaluation_key": key}, "name")


def existing(scheme: str, year: int) -> dict[str, frappe._dict]:
	"""Return by subject the sheet of a scheme for a year, with name and docstatus; cancelled ones are none: one query."""
	rows = frappe.get_all(
		"Evaluation",
		filters={"scheme": scheme, "year": year, "docstatus": ["<", 2]},
		fields=["name", "subject", "docstatus"],
		order_by="name",
	)
	return {row.subject: row for row in rows}
