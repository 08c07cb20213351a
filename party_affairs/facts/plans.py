"""Annual plans: what is planned, for when, and whether somebody is responsible (R28, R30)."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.rules.periods import MONTHS

_LECTURE = "Party Lecture"

NO_PLAN: Mapping[str, Any] = {
	"plan_lines": 0,
	"plan_lines_unassigned": 0,
	"plan_prepared_on": None,
	"lecture_quarters": (),
	"lecture_lines_unassigned": 0,
}
"""Facts of a branch without a plan for the year."""


def load(branches: Sequence[str], year: int) -> dict[str, dict[str, Any]]:
	"""Return by branch the facts of its plan for `year`: one query; branches without a plan are left out."""
	plan, line = DocType("Party Annual Plan"), DocType("Party Annual Plan Line")
	rows = (
		frappe.qb.from_(plan)
		.left_join(line)
		.on(line.parent == plan.name)
		.select(
			plan.branch,
			plan.prepared_on,
			line.name.as_("line"),
			line.month,
			line.kind,
			line.responsible,
			line.lecturer,
		)
		.where(plan.branch.isin(branches) & (plan.year == year))
		.orderby(plan.branch, line.idx)
	).run(as_dict=True)
	plans: dict[str, list] = {}
	for row in rows:
		plans.setdefault(row.branch, []).append(row)
	return {branch: _facts(lines) for branch, lines in plans.items()}


def _facts(rows: list) -> dict[str, Any]:
	lines = [row for row in rows if row.line]
	lectures = [row for row in lines if row.kind == _LECTURE]
	return {
		"plan_lines": len(lines),
		# The guide has a lecture fall to its lecturer (落实到人), anything else to the member responsible.
		"plan_lines_unassigned": sum(not _assigned(row) for row in lines),
		"plan_prepared_on": rows[0].prepared_on,
		"lecture_quarters": tuple(sorted({(row.month - 1) // MONTHS["quarter"] + 1 for row in lectures})),
		"lecture_lines_unassigned": sum(not _assigned(row) for row in lectures),
	}


def _assigned(row) -> bool:
	return bool(row.responsible or (row.kind == _LECTURE and row.lecturer))
