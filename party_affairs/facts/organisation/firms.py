"""Law firms: how many Party members practise there and which organisation covers them (R01, R02, R07, R08)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.activity import covers, last_day_of_branch
from party_affairs.facts.members import register as members
from party_affairs.rules.findings import Subject

_RISING = ("branch", "general_branch", "primary_committee")
"""Forms of organisation that one firm can have for itself, smallest first."""


def load(committees: Sequence[str], day: date) -> tuple[Subject, ...]:
	"""Return the firms in practice under `committees` as subjects on `day`: four queries.

	What is asked of a firm belongs to the committee in charge of it, which approves and sets up organisations.
	"""
	firms = frappe.get_all(
		"Law Firm",
		filters={"committee": ["in", list(committees)], "is_active": 1},
		fields=["name", "firm_name", "committee", "registered_on"],
		order_by="name",
	)
	practising = defaultdict(list)
	for row in members.load_of_firms_under(committees):
		practising[row.firm].append(row)
	coverage = [row for row in _load_coverage(committees) if _is_active(row, day)]
	below = _count_active_children(committees, day)
	own, joint = _own_organisations(coverage), {row.firm for row in coverage if _key(row) == "joint_branch"}
	return tuple(
		_subject(row, practising[row.name], own.get(row.name), row.name in joint, below, day) for row in firms
	)


def _subject(
	firm, practising: Iterable, own, in_joint_branch: bool, below: dict[str, int], day: date
) -> Subject:
	full_members, party_members = members.count_party_members(practising, day)
	return Subject(
		doctype="Law Firm",
		name=firm.name,
		branch=firm.committee,
		label=firm.firm_name,
		active_from=firm.registered_on,
		facts={
			"full_members": full_members,
			"party_members": party_members,
			"own_organisation": _key(own) if own else None,
			"in_joint_branch": in_joint_branch,
			"approval_no": own.approval_no if own else None,
			"child_branches": below.get(own.parent, 0) if own else 0,
		},
	)


def _key(row) -> str:
	return frappe.scrub(row.branch_type)


def _organisations_covering_firms_under(committees):
	coverage, firm = DocType("Party Branch Firm"), DocType("Law Firm")
	query = frappe.qb.from_(coverage).join(firm).on(firm.name == coverage.firm)
	return query.select(coverage.parent).where(firm.committee.isin(committees))


def _load_coverage(committees: Sequence[str]) -> list:
	"""All firms covered by any organisation that covers a firm under `committees`: whether it covers one only matters."""
	coverage, branch = DocType("Party Branch Firm"), DocType("Party Branch")
	return (
		frappe.qb.from_(coverage)
		.join(branch)
		.on(branch.name == coverage.parent)
		.select(
			coverage.parent,
			coverage.firm,
			coverage.joined_on,
			coverage.left_on,
			branch.branch_type,
			branch.approval_no,
			branch.founded_on,
			branch.dissolved_on,
			branch.status,
		)
		.where(coverage.parent.isin(_organisations_covering_firms_under(committees)))
		.orderby(coverage.parent, coverage.idx)
	).run(as_dict=True)


def _is_active(row, day: date) -> bool:
	if row.status == "Dissolved" and not row.dissolved_on:
		return False
	return covers(row.founded_on, last_day_of_branch(row), day) and covers(row.joined_on, row.left_on, day)


def _own_organisations(coverage: Iterable) -> dict:
	"""Return by firm the highest organisation that covers it and no other firm."""
	by_organisation = defaultdict(list)
	for row in coverage:
		if _key(row) in _RISING:
			by_organisation[row.parent].append(row)
	own: dict = {}
	for rows in by_organisation.values():
		if len({row.firm for row in rows}) > 1:
			continue
		row = rows[0]
		best = own.get(row.firm)
		if best is None or _RISING.index(_key(row)) > _RISING.index(_key(best)):
			own[row.firm] = row
	return own


def _count_active_children(committees: Sequence[str], day: date) -> dict[str, int]:
	branch = DocType("Party Branch")
	rows = (
		frappe.qb.from_(branch)
		.select(branch.parent_party_branch, Count(branch.name))
		.where(branch.parent_party_branch.isin(_organisations_covering_firms_under(committees)))
		.where((branch.founded_on <= day) & ((branch.status == "Active") | (branch.dissolved_on >= day)))
		.groupby(branch.parent_party_branch)
	)
	return dict(rows.run())


def committees_in_charge(branches: Iterable[str], firms: Iterable[str]) -> set[str]:
	"""Return the committees in charge of `firms` and of the firms that `branches` cover: two queries at most."""
	wanted = set(firms)
	if covering := sorted(branches):
		filters = {"parenttype": "Party Branch", "parent": ["in", covering]}
		wanted |= set(frappe.get_all("Party Branch Firm", filters=filters, pluck="firm"))
	if not wanted:
		return set()
	return set(frappe.get_all("Law Firm", filters={"name": ["in", sorted(wanted)]}, pluck="committee"))


def called(texts: Iterable[str | None]) -> dict[str, str]:
	"""Return by firm name and short name the firms that have one of `texts` as either: one query, none without texts."""
	wanted = sorted({text for text in texts if text})
	if not wanted:
		return {}
	rows = frappe.get_all(
		"Law Firm",
		or_filters=[["firm_name", "in", wanted], ["short_name", "in", wanted]],
		fields=["name", "firm_name", "short_name"],
		order_by="name",
	)
	return {text: row.name for row in rows for text in (row.short_name, row.firm_name) if text}
