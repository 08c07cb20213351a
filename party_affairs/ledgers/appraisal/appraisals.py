"""民主评议情况汇总: of each branch the turnout, the grades and the sums of the votes; what a member got is not in it.

The record of an appraisal stays within its branch; committees above see these sums. Votes are summed as far as the
record holds them, and it holds none that too few ballots would give away.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _

from party_affairs.facts.appraisal import appraisals as facts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.rules.appraisal.grades import GRADES

DOCTYPE = "Democratic Appraisal"
TITLE = "Appraisal Overview"
_TYPES = ("Branch", "Joint Branch")
_NUMBERS = ("inside_voters", "inside_ballots", "outside_voters", "outside_ballots", "graded")
_VOTES = tuple(f"votes_{grade}" for grade in GRADES)


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each branch with its appraisal of the year, whether it held one or not."""
	selection = select(DOCTYPE, filters, user, ptype, sums=True)
	statuses = labels_of(DOCTYPE, "status")
	rows = [_row(row, statuses) for row in _load(selection)]
	totals = {key: sum(row[key] or 0 for row in rows) for key in (*_NUMBERS, *GRADES, *_VOTES)}
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals=totals,
		chart=Chart(
			tuple(_(label.template) for label in GRADES.values()),
			((_("Members"), tuple(totals[grade] for grade in GRADES)),),
		),
		figures=(
			Figure(_("Party Branch"), len(rows)),
			Figure(_("Votes Counted"), sum(bool(row["counted_on"]) for row in rows), indicator="Green"),
			Figure(_("Grades Decided"), sum(bool(row["decided_on"]) for row in rows), indicator="Green"),
		),
		notes=(_("The votes of an appraisal are seen within the branch; above it only these sums."),),
		key=__name__,
	)


def _row(row, statuses: Mapping[str, str]) -> dict[str, Any]:
	counted = bool(row.counted_on)
	return {
		**row,
		"doctype": DOCTYPE if row.name else "Party Branch",
		"name": row.name or row.branch,
		"status_text": statuses.get(row.status) or _("Not Held"),
		"closed_on": row.closed_on and row.closed_on.date(),
		**{key: row.get(key) if counted else None for key in _NUMBERS},
	}


def _columns() -> tuple[Column, ...]:
	return (
		Column("status_text", _("Status"), width_mm=20, align="center"),
		Column("closed_on", _("Voting Closed On"), "Date", 21),
		Column("inside_voters", _("Voters within the Party"), "Int", 15),
		Column("inside_ballots", _("Ballots within the Party"), "Int", 15),
		Column("outside_voters", _("People outside the Party Who Vote"), "Int", 15),
		Column("outside_ballots", _("Ballots outside the Party"), "Int", 15),
		Column("graded", _("Members Graded"), "Int", 15),
		*(Column(grade, _(label.template), "Int", 13) for grade, label in GRADES.items()),
		*(
			Column(f"votes_{grade}", _("Votes for {0}").format(_(label.template)), "Int", 15)
			for grade, label in GRADES.items()
		),
	)


def _load(selection: Selection) -> Iterable:
	"""Return the branches of the selection with their appraisals, grades counted and votes summed: four queries at most."""
	branches = [row.name for row in selection.branches.values() if row.branch_type in _TYPES]
	held = facts.of_year(selection.rows_of, selection.year.start.year)
	names = [row.name for row in held]
	graded, grades, votes = facts.count_graded(names), facts.count_grades(names), facts.sum_votes(names)
	of_branch = {}
	for row in held:
		of_branch[row.branch] = row
		row.graded = graded.get(row.name, 0)
		decided = row.docstatus == facts.SUBMITTED
		row.update({grade: grades.get((row.name, grade), 0) if decided else None for grade in GRADES})
		sums = votes.get(row.name, {})
		row.update({f"votes_{grade}": sums.get(grade) for grade in GRADES})
	return [of_branch.get(name) or _not_held(name) for name in branches]


def _not_held(branch: str):
	fields = (*facts.TURNOUT, *_NUMBERS, *GRADES, *_VOTES)
	return frappe._dict({**dict.fromkeys(fields), "branch": branch})
