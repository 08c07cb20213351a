"""Party organisations and their groups: the subjects of what is asked of branches and groups, and their size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers, is_dated, last_day_of_branch, later
from party_affairs.facts.criteria import Which
from party_affairs.rules.findings import Subject
from party_affairs.rules.organisation.facts import BranchFacts
from party_affairs.rules.organisation.records import settled_by
from party_affairs.rules.organisation.subtrees import Place
from party_affairs.rules.spells import NEVER, Spells, between

_NO_COMMITTEE: Mapping[str, Spells] = MappingProxyType({"committee": NEVER, "committee_due": NEVER})
_NOTHING: Mapping[str, Mapping[str, Spells]] = MappingProxyType({})


def load(branches: Sequence[str]) -> list:
	"""Return the organisations named `branches`; a dissolved one only if the day is known: one query."""
	rows = frappe.get_all(
		"Party Branch",
		filters={"name": ["in", list(branches)]},
		fields=[
			"name",
			"branch_name",
			"short_name",
			"branch_type",
			"status",
			"founded_on",
			"dissolved_on",
			"records_from",
			"term_end",
			"dues_mode",
		],
		order_by="name",
	)
	return [row for row in rows if is_dated(row)]


def subtree(which: Which, top: str | None = None) -> list:
	"""Return the organisations, dissolved ones included, in the order of the tree: one query.

	With `top` only that one and those below it. Rows have name, branch_name, short_name, branch_type, is_group, status,
	term_end, lft, rgt and the `parent`.
	"""
	branch, above = DocType("Party Branch"), DocType("Party Branch").as_("top")
	query = (
		frappe.qb.from_(branch)
		.select(branch.name, branch.branch_name, branch.short_name, branch.branch_type, branch.is_group)
		.select(branch.status, branch.term_end, branch.parent_party_branch.as_("parent"))
		.select(branch.lft, branch.rgt)
		.where(which(branch))
		.orderby(branch.lft)
	)
	if top:
		inside = (branch.lft >= above.lft) & (branch.rgt <= above.rgt)
		query = query.join(above).on(inside).where(above.name == top)
	return query.run(as_dict=True)


def parent_of(branch: str) -> str | None:
	"""Return the organisation directly above `branch`, to which its papers are addressed: one query."""
	return frappe.db.get_value("Party Branch", branch, "parent_party_branch")


def beginning_of(branch: str) -> tuple[date | None, bool]:
	"""Return the day from which `branch` keeps records, and whether that was given by hand: one query."""
	fields = ["records_from", "begins_by_itself"]
	records_from, begins_by_itself = frappe.db.get_value("Party Branch", branch, fields)
	return records_from, not begins_by_itself


def called_in_brief(names: Sequence[str], leaving_out: str) -> set[str]:
	"""Return those of `names` that are short names of organisations other than `leaving_out`: one query."""
	branch = DocType("Party Branch")
	query = frappe.qb.from_(branch).select(branch.short_name)
	return set(
		query.where(branch.short_name.isin(list(names)) & (branch.name != leaving_out)).run(pluck=True)
	)


def without_short_name() -> list[str]:
	"""Return the organisations that have no short name yet, in the order of the tree: one query."""
	filters = {"short_name": ["is", "not set"]}
	return frappe.get_all("Party Branch", filters=filters, pluck="name", order_by="lft")


def phones(branches: Sequence[str]) -> dict[str, str | None]:
	"""Return the telephone numbers of `branches`, which their papers name: one query."""
	table = DocType("Party Branch")
	query = frappe.qb.from_(table).select(table.name, table.phone)
	return dict(query.where(table.name.isin(list(branches))).run())


def terms_ending(which: Which, until: date) -> list:
	"""Return name and `term_end` of the organisations in being whose term ends by `until`, or has ended: one query.

	The most urgent comes first.
	"""
	branch = DocType("Party Branch")
	return (
		frappe.qb.from_(branch)
		.select(branch.name, branch.term_end)
		.where(which(branch) & (branch.status == "Active") & (branch.term_end <= until))
		.orderby(branch.term_end, branch.name)
	).run(as_dict=True)


def covered_firms(branches: Sequence[str]) -> list:
	"""Return the firms in practice that `branches` ever covered, with parent, firm, joined_on and left_on: one query."""
	coverage, firm = DocType("Party Branch Firm"), DocType("Law Firm")
	return (
		frappe.qb.from_(coverage)
		.join(firm)
		.on(firm.name == coverage.firm)
		.select(coverage.parent, coverage.firm, coverage.joined_on, coverage.left_on)
		.where(coverage.parent.isin(list(branches)) & (firm.is_active == 1))
	).run(as_dict=True)


def count_covered_firms(rows: Iterable, day: date) -> dict[str, int]:
	"""Return by branch how many firms of the rows of `covered_firms` it covers on `day`."""
	firms = defaultdict(set)
	for row in rows:
		if covers(row.joined_on, row.left_on, day):
			firms[row.parent].add(row.firm)
	return {branch: len(names) for branch, names in firms.items()}


def subjects(rows: Sequence, during: Mapping[str, Mapping[str, Spells]] = _NOTHING) -> tuple[Subject, ...]:
	"""Return the organisations as subjects. Nothing is asked of them before they keep records in this system."""
	return tuple(
		Subject(
			doctype="Party Branch",
			name=row.name,
			label=row.short_name or row.branch_name,
			belongs=kept(row),
			during=during.get(row.name, _NO_COMMITTEE),
		)
		for row in rows
	)


def kept(row) -> Spells[str]:
	"""Return the time in which an organisation exists and keeps records here."""
	return between(later(row.founded_on, row.records_from), last_day_of_branch(row), row.name)


def settling(rows: Iterable) -> dict[str, date]:
	"""Return by organisation the last day of the month in which it begins to keep records here; none of what was always here."""
	return {row.name: settled_by(later(row.founded_on, row.records_from)) for row in rows if row.records_from}


def kept_by(names: Iterable[str]) -> dict[str, Spells[str]]:
	"""Return the time in which each of the organisations `names` keeps records: one query, none without names."""
	wanted = sorted(set(names))
	return {row.name: kept(row) for row in load(wanted)} if wanted else {}


def facts(
	rows: Iterable, numbers: Mapping[str, tuple[int, int]], covered_firms: Mapping[str, int]
) -> dict[str, BranchFacts]:
	"""Return by organisation its type and its size on the day of `numbers` (full members, all members of the Party)."""
	found = {}
	for row in rows:
		full, party = numbers.get(row.name, (0, 0))
		found[row.name] = BranchFacts(
			frappe.scrub(row.branch_type), full, party, covered_firms.get(row.name, 0)
		)
	return found


def branch_of_group(group: str) -> str | None:
	"""Return the organisation of a Party group, None if there is no such group: one query."""
	return frappe.db.get_value("Party Group", group, "branch")


def load_groups(branches: Mapping[str, Subject]) -> tuple[Subject, ...]:
	"""Return the Party groups of `branches` (name to subject) as subjects: one query."""
	rows = frappe.get_all(
		"Party Group",
		filters={"branch": ["in", list(branches)]},
		fields=["name", "branch", "group_name", "founded_on", "disbanded_on"],
		order_by="name",
	)
	return tuple(
		Subject(
			doctype="Party Group",
			name=row.name,
			label=row.group_name,
			belongs=branches[row.branch].belongs.within_spells(
				between(row.founded_on, row.disbanded_on, True)
			),
		)
		for row in rows
	)


def all_names() -> list[str]:
	"""Return the names of all organisations, dissolved ones included: one query."""
	return frappe.get_all("Party Branch", pluck="name", order_by="name")


def in_tree_order(names: Sequence[str]) -> list[Place]:
	"""Return where the organisations `names` stand, in the order of the tree: one query, none without names.

	Those that stand in no tree come first, by name.
	"""
	if not names:
		return []
	rows = frappe.get_all(
		"Party Branch",
		filters={"name": ["in", list(names)]},
		fields=["name", "lft", "rgt"],
		order_by="lft, name",
	)
	return [Place(row.name, row.lft or 0, row.rgt or 0) for row in rows]


def in_being(names: Sequence[str]) -> list[str]:
	"""Return those of the organisations `names` that were not dissolved, in the order of the tree: one query."""
	filters = {"name": ["in", list(names) or [""]], "status": "Active"}
	return frappe.get_all("Party Branch", filters=filters, pluck="name", order_by="lft, name")


def short_names(names: Iterable[str]) -> dict[str, str]:
	"""Return by organisation of `names` what it is called in short, its name where it has nothing shorter: one query."""
	rows = frappe.get_all(
		"Party Branch",
		filters={"name": ["in", sorted(set(names)) or [""]]},
		fields=["name", "short_name"],
	)
	return {row.name: row.short_name or row.name for row in rows}


def that_kept_records_before(day: date, names: Sequence[str] | None = None) -> list[str]:
	"""Return the organisations that were founded and kept records before `day` and were not dissolved by then: one query.

	`names` narrows the answer.
	"""
	branch = DocType("Party Branch")
	query = (
		frappe.qb.from_(branch)
		.select(branch.name)
		.where(branch.founded_on < day)
		.where(branch.records_from.isnull() | (branch.records_from < day))
		.where((branch.status == "Active") | (branch.dissolved_on >= day))
		.orderby(branch.name)
	)
	if names is not None:
		query = query.where(branch.name.isin(list(names)))
	return query.run(pluck=True)
