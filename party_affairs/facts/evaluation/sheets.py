"""Evaluations: who is evaluated by a scheme, and the sheets that are there."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

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


HEADER = (
	*("name", "evaluation_key", "docstatus", "scheme_version", "subject_name", "branch", "total", "whole"),
	*("band", "stars", "base_points", "bonus", "deduction", "veto", "unjudged", "is_example", "fingerprint"),
	*("evaluated_on", "measured_at", "round"),
)
"""What a run writes on a sheet, and what it is known by."""
SCORE = (
	*("line", "criterion_key", "dimension", "title", "max_points", "weight", "source", "measure", "points"),
	*("basis", "holds", "self_points", "self_basis", "judge", "judged_by", "judged_on", "state", "share"),
	*("found", "demanded", "records"),
)
"""What stands in a line of a sheet."""


def called(members: Iterable[str]) -> dict[str, str]:
	"""Return the names of members: one query."""
	member = DocType("Party Member")
	query = frappe.qb.from_(member).select(member.name, member.member_name)
	return dict(query.where(member.name.isin(sorted(members) or [""])).run())


def by_key(keys: Iterable[str]) -> dict[str, frappe._dict]:
	"""Return by `evaluation_key` the sheets that are there, with name, docstatus and measured_at: one query."""
	sheet = DocType("Evaluation")
	rows = (
		frappe.qb.from_(sheet)
		.select(sheet.evaluation_key, sheet.name, sheet.docstatus, sheet.measured_at)
		.where(sheet.evaluation_key.isin(sorted(keys) or [""]))
	).run(as_dict=True)
	return {row.evaluation_key: row for row in rows}


def drafts_to_change(names: Iterable[str]) -> dict[str, frappe._dict]:
	"""Return by name the drafts among the sheets `names`, with `HEADER` and their lines in `scores`, as others left them.

	Nobody else changes them until the transaction ends: two queries.
	"""
	sheet, score = DocType("Evaluation"), DocType("Evaluation Score")
	wanted = sorted(names) or [""]
	found = {
		row.name: row
		for row in (
			frappe.qb.from_(sheet)
			.select(*(sheet[field] for field in HEADER))
			.where(sheet.name.isin(wanted) & (sheet.docstatus == 0))
			.for_update()
		).run(as_dict=True)
	}
	for row in found.values():
		row.scores = []
	rows = (
		frappe.qb.from_(score)
		.select(score.name, score.parent, *(score[field] for field in SCORE))
		.where(score.parent.isin(sorted(found) or [""]))
		.orderby(score.parent, score.idx)
		.for_update()
	).run(as_dict=True)
	for row in rows:
		found[row.parent].scores.append(row)
	return found


def number_measured_since(scheme: str, year: int, moment: datetime) -> int:
	"""Return how many sheets of a scheme for a year were measured since a moment: one query."""
	return frappe.db.count(
		"Evaluation", {"scheme": scheme, "year": year, "measured_at": [">=", moment], "docstatus": ["<", 2]}
	)


def inputs_by_version(
	version: str, year: int, which: Callable, branches: Sequence[str] | None = None
) -> list[frappe._dict]:
	"""Return what the sheets of a version and a year keep of each criterion, the rows of one sheet together: one query.

	Sheets on which something is still to be judged are left out: their points say nothing yet.
	`which` keeps them to what is counted, `branches` to some organisations. Rows have sheet, branch, line, criterion_key,
	state, share, found and holds.
	"""
	row, sheet = DocType("Evaluation Score"), DocType("Evaluation")
	query = (
		frappe.qb.from_(row)
		.join(sheet)
		.on((sheet.name == row.parent) & (row.parenttype == "Evaluation"))
		.select(
			*(sheet.name.as_("sheet"), sheet.branch, row.line, row.criterion_key, row.state),
			*(row.share, row.found, row.holds),
		)
		.where((sheet.scheme_version == version) & (sheet.year == year) & _is_judged(sheet))
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
		.where((sheet.scheme_version == version) & (sheet.year == year) & _is_judged(sheet))
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
	"""Return the years for which there are judged sheets of a version, the latest first: one query."""
	sheet = DocType("Evaluation")
	rows = (
		frappe.qb.from_(sheet)
		.select(sheet.year)
		.distinct()
		.where((sheet.scheme_version == version) & _is_judged(sheet) & which(sheet))
		.orderby(sheet.year, order=Order.desc)
		.run()
	)
	return [row[0] for row in rows]


def version_with_sheets(scheme: str, version: str, number: int, which: Callable) -> str | None:
	"""Return the version of judged sheets nearest to version `number` of a scheme: itself, else the newest before it, else None: one query."""
	sheet, of = DocType("Evaluation"), DocType("Evaluation Scheme Version")
	rows = (
		frappe.qb.from_(sheet)
		.join(of)
		.on(of.name == sheet.scheme_version)
		.select(of.name)
		.where((of.scheme == scheme) & ((of.name == version) | (of.version < number)))
		.where(_is_judged(sheet) & which(sheet))
		.orderby(of.version, order=Order.desc)
		.limit(1)
		.run()
	)
	return rows[0][0] if rows else None


def number_of_changes(names: Iterable[str]) -> dict[str, int]:
	"""Return by sheet of `names` how many changes it tells: one query."""
	change = DocType("Evaluation Change")
	query = frappe.qb.from_(change).select(change.parent, Count(change.name)).groupby(change.parent)
	return dict(query.where(change.parent.isin(sorted(names) or [""])).run())


class Made(NamedTuple):
	"""What a run made of the sheets of a round: how many are `new`, were `updated`, and are `final` and stay."""

	new: int
	updated: int
	final: int


def made_since(round_: str, moment: datetime) -> Made:
	"""Return what was made of the sheets of a round since a run began: one query."""
	rows = frappe.get_all(
		"Evaluation",
		filters={"round": round_, "docstatus": ["<", 2]},
		fields=["docstatus", "creation", "measured_at"],
		order_by="name",
	)
	drafts = [row for row in rows if not row.docstatus]
	new = sum(row.creation >= moment for row in drafts)
	measured = sum(bool(row.measured_at and row.measured_at >= moment) for row in drafts)
	return Made(new, measured - new, len(rows) - len(drafts))


def _is_judged(sheet):
	"""The criterion that a sheet is there, and nothing on it is still to be judged."""
	return (sheet.docstatus < 2) & (sheet.unjudged == 0)
