"""Evaluations: who is evaluated by a scheme, and the sheets that are there."""

from collections.abc import Callable, Sequence

import frappe
from frappe.query_builder import DocType, Order
from frappe.query_builder.functions import Count

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


def inputs_by_version(
	version: str, year: int, which: Callable, branches: Sequence[str] | None = None
) -> list[frappe._dict]:
	"""Return what the sheets of a version and a year keep of each criterion, the rows of one sheet together: one query.

	`which` keeps them to what is counted, `branches` to some organisations. Rows have sheet, line, criterion_key, state,
	share, found and holds.
	"""
	row, sheet = DocType("Evaluation Score"), DocType("Evaluation")
	query = (
		frappe.qb.from_(row)
		.join(sheet)
		.on((sheet.name == row.parent) & (row.parenttype == "Evaluation"))
		.select(
			*(sheet.name.as_("sheet"), row.line, row.criterion_key, row.state),
			*(row.share, row.found, row.holds),
		)
		.where((sheet.scheme_version == version) & (sheet.year == year) & (sheet.docstatus < 2))
		.where(which(sheet))
		.orderby(sheet.name, row.idx)
	)
	if branches is not None:
		query = query.where(sheet.branch.isin(list(branches)))
	return query.run(as_dict=True)


def number_by_version(version: str, year: int, which: Callable, branches: Sequence[str] | None = None) -> int:
	"""Return how many sheets `inputs_by_version` would speak of: one query."""
	sheet = DocType("Evaluation")
	query = (
		frappe.qb.from_(sheet)
		.select(Count("*"))
		.where((sheet.scheme_version == version) & (sheet.year == year) & (sheet.docstatus < 2))
		.where(which(sheet))
	)
	if branches is not None:
		query = query.where(sheet.branch.isin(list(branches)))
	return query.run()[0][0]


def subjects_of(names: Sequence[str], which: Callable) -> dict[str, frappe._dict]:
	"""Return by sheet subject_name and branch of those that a reader may see: one query, none without names."""
	if not names:
		return {}
	sheet = DocType("Evaluation")
	rows = (
		frappe.qb.from_(sheet)
		.select(sheet.name, sheet.subject_name, sheet.branch)
		.where(sheet.name.isin(list(names)) & which(sheet))
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def years_of(version: str, which: Callable) -> list[int]:
	"""Return the years for which there are sheets of a version, the latest first: one query."""
	sheet = DocType("Evaluation")
	rows = (
		frappe.qb.from_(sheet)
		.select(sheet.year)
		.distinct()
		.where((sheet.scheme_version == version) & (sheet.docstatus < 2) & which(sheet))
		.orderby(sheet.year, order=Order.desc)
		.run()
	)
	return [row[0] for row in rows]
