"""Quotas of admission by organisation and year, and how much of each is used by the cases below it."""

from collections import Counter
from collections.abc import Iterable, Sequence

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.organisation import tree
from party_affairs.rules.members.quotas import Quota

QUOTA = "Development Quota"
ADMITTED, PREPARED = "Admission by the Assembly", "Pre-Review Passed"


def of_year(which: Which, year: int) -> list[frappe._dict]:
	"""Return the quotas of a year, with name, branch, number, decided_on, document_no, remarks and `quota`: three queries."""
	table = DocType(QUOTA)
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.branch, table.number, table.decided_on, table.document_no, table.remarks)
		.where(which(table) & (table.year == year))
		.orderby(table.branch)
	).run(as_dict=True)
	used = _used({row.branch for row in rows}, year)
	for row in rows:
		row.quota = Quota(row.branch, row.number, *used[row.branch])
	return rows


def over(branch: str, year: int) -> list[Quota]:
	"""Return the quotas that hold for a branch in a year: its own and those of the organisations above it: five queries."""
	above = tree.branch_and_above(branch)
	return [row.quota for row in of_year(lambda table: table.branch.isin(above), year)]


def given_below(branch: str, year: int) -> int:
	"""Return how many the organisations directly below `branch` may admit together in a year: one query."""
	quota, below = DocType(QUOTA), DocType("Party Branch")
	rows = (
		frappe.qb.from_(quota)
		.join(below)
		.on(below.name == quota.branch)
		.select(quota.number)
		.where((below.parent_party_branch == branch) & (quota.year == year))
	).run(pluck=True)
	return sum(rows)


def number_of(branch: str, year: int) -> int | None:
	"""Return the quota of one organisation in a year, None without one: one query."""
	return frappe.db.get_value(QUOTA, {"branch": branch, "year": year}, "number")


def _used(branches: Iterable[str], year: int) -> dict[str, tuple[int, int]]:
	"""Return by organisation, with all below it, how many were admitted and are prepared in a year: two queries."""
	tops = sorted(branches)
	inside = tree.below(tops)
	names = sorted({*tops, *(name for found in inside.values() for name in found)})
	admitted, prepared = _counted(names, year)
	found = {}
	for top in tops:
		those = {top, *inside.get(top, ())}
		found[top] = (sum(admitted[name] for name in those), sum(prepared[name] for name in those))
	return found


def _counted(branches: Sequence[str], year: int) -> tuple[Counter, Counter]:
	admitted: Counter = Counter()
	prepared: Counter = Counter()
	if not branches:
		return admitted, prepared
	rows = frappe.db.sql(
		"""select development.branch, year(admitted.done_on), year(prepared.done_on), development.status
		from `tabParty Development Case` development
		left join `tabParty Development Step` admitted on admitted.parent = development.name
			and admitted.parenttype = 'Party Development Case' and admitted.step = %(admitted)s
		left join `tabParty Development Step` prepared on prepared.parent = development.name
			and prepared.parenttype = 'Party Development Case' and prepared.step = %(prepared)s
		where development.branch in %(branches)s
			and (year(admitted.done_on) = %(year)s or year(prepared.done_on) = %(year)s)""",
		{"branches": branches, "year": year, "admitted": ADMITTED, "prepared": PREPARED},
	)
	for branch, year_admitted, year_prepared, status in rows:
		if year_admitted == year:
			admitted[branch] += 1
		elif year_admitted is None and year_prepared == year and status == "Open":
			prepared[branch] += 1
	return admitted, prepared
