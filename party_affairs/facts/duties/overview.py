"""Sums of the summary of duties for whoever looks at many branches, a fixed number of statements whatever their number.

Whose rows are added up is said by naming the branches: the caller has them from the scope of the findings. They are sent as one
JSON parameter and looked up in one index that holds all that is added up (`SUMS_INDEX`), so that no row is read.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.duties.findings import FINDING, counted_alone
from party_affairs.facts.duties.summary import COLUMNS, STATUSES, SUMMARY, SUMS_INDEX
from party_affairs.rules.periods import Period

_BRANCH = "Party Branch"
_ROWS_OF_A_CELL = 200
_SUMS = ", ".join(f"sum(summary.`{column}`)" for column in COLUMNS)


def by_branch(branches: Iterable[str], year: Period) -> dict[str, Counter]:
	"""Return by branch the numbers by status of periods that begin in `year`: two queries."""
	names = set(branches)
	# Of most of the site's branches it is quicker to go through the index from end to end.
	if len(names) * 2 > frappe.db.count(_BRANCH):
		rows = frappe.db.sql(
			f"""select summary.branch, {_SUMS} from `tab{SUMMARY}` summary force index (`{SUMS_INDEX}`)
			where summary.period_start between %(first)s and %(last)s group by summary.branch""",
			{"first": year.start, "last": year.end},
		)
	else:
		rows = _summed("summary.branch", {name: [name] for name in names}, year)
	return {branch: _counter(numbers) for branch, *numbers in rows if branch in names}


def by_rule_and_end(branches: Iterable[str], year: Period) -> dict[tuple[str, date, str], Counter]:
	"""Return by (clause, last day of the period, key of the period) the numbers by status in all `branches` together: one query."""
	found = _summed("summary.rule, summary.period_end, summary.period_key", {"": list(branches)}, year)
	return {(rule, end, key): _counter(numbers) for rule, end, key, *numbers in found}


def by_top_and_rule(below: Mapping[str, Iterable[str]], year: Period) -> dict[tuple[str, str], Counter]:
	"""Return by (top, clause) the numbers by status of the branches that stand `below` each top: one query."""
	rows = _summed("place.top, summary.rule", below, year)
	return {(top, rule): _counter(numbers) for top, rule, *numbers in rows}


def missed_of_ended(branches: Iterable[str], first: date, last: date) -> list[tuple[str, str, date, int]]:
	"""Return (branch, clause, last day of the period, number) of what is missed of the periods that ended from `first` to `last`: one query."""
	wanted = set(branches)
	rows = frappe.db.sql(
		f"""select branch, rule, period_end, sum(missed) from `tab{SUMMARY}`
		where period_end between %(first)s and %(last)s and missed > 0
		group by branch, rule, period_end""",
		{"first": first, "last": last},
	)
	return [(branch, rule, end, int(number)) for branch, rule, end, number in rows if branch in wanted]


def _summed(groups: str, below: Mapping[str, Iterable[str]], year: Period) -> Sequence[Sequence]:
	"""Return the sums of the branches `below` each top, by the columns `groups` of `place` and `summary`."""
	pairs = [[top, branch] for top, branches in below.items() for branch in branches]
	# The places come first, and each is looked up: left alone the database may read the whole table for a few of them.
	return frappe.db.sql(
		f"""select {groups}, {_SUMS}
		from json_table(%(pairs)s, '$[*]' columns (top varchar(140) path '$[0]', branch varchar(140) path '$[1]')) place
		straight_join `tab{SUMMARY}` summary force index (`{SUMS_INDEX}`)
			on summary.branch = convert(place.branch using utf8mb4) collate utf8mb4_unicode_ci
			and summary.period_start between %(first)s and %(last)s
		group by {groups}""",
		{"pairs": json.dumps(pairs), "first": year.start, "last": year.end},
	)


def of_cell(which: Which, top: str, rule: str | None, year: Period, statuses: Sequence[str]) -> list:
	"""Return the findings behind a cell: of the subtree of `top`, of one clause or all, in some statuses: one query.

	At most 200, nearest deadline first, each with `branch_name`, the short name of its organisation, and the `title` of its clause.
	"""
	finding, branch, above = DocType(FINDING), DocType(_BRANCH), DocType(_BRANCH).as_("top")
	clause = DocType("Guide Rule")
	query = (
		frappe.qb.from_(above)
		.join(branch)
		.on((branch.lft >= above.lft) & (branch.lft <= above.rgt))
		.join(finding)
		.on(finding.branch == branch.name)
		.left_join(clause)
		.on(clause.name == finding.rule)
		.select(finding.name, finding.branch, finding.rule, finding.status, finding.period_key)
		.select(finding.due_date, finding.subject_doctype, finding.subject, finding.subject_name)
		.select(finding.message, branch.branch_name, branch.short_name, clause.title, clause.citation)
		.where(which(finding) & counted_alone(finding) & (above.name == top))
		.where(finding.period_start[year.start : year.end] & finding.status.isin(list(statuses)))
		.orderby(finding.due_date)
		.orderby(finding.branch)
		.orderby(finding.name)
		.limit(_ROWS_OF_A_CELL)
	)
	if rule:
		query = query.where(finding.rule == rule)
	return query.run(as_dict=True)


def _counter(numbers: Sequence) -> Counter:
	return Counter({status: int(number or 0) for status, number in zip(STATUSES, numbers, strict=True)})
