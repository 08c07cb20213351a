"""Keeping the summary of duties equal to the stored findings, in a fixed number of queries."""

import json
from collections.abc import Sequence

import frappe
from frappe.utils import now_datetime

from party_affairs.facts.duties import summary
from party_affairs.facts.duties.summary import COLUMNS, SUMMARY, Summed
from party_affairs.rows import new_name, write_over
from party_affairs.rules.periods import Period

_KINDS = {
	**dict.fromkeys(("period_start", "period_end", "next_due"), "date"),
	**dict.fromkeys(COLUMNS, "int"),
}
_SENT = {
	"name": "varchar(140)",
	**{column: _KINDS.get(column, "varchar(140)") for column in Summed._fields},
}


def keep(branches: Sequence[str], year: Period) -> None:
	"""Sum up the findings of `branches` for the calendar year `year`: two queries, and those that write what differs."""
	found, kept = summary.from_findings(branches, year), summary.stored(branches, year)
	differing = [row for key, row in found.items() if key not in kept or kept[key][1] != row]
	if differing:
		now, user = now_datetime(), frappe.session.user
		rows = [
			json.dumps(
				[new_name(), *(value if isinstance(value, int | None) else str(value) for value in row)]
			)
			for row in differing
		]
		write_over(
			SUMMARY,
			_SENT,
			rows,
			{"modified": now, "modified_by": user},
			{"creation": now, "owner": user, "docstatus": 0, "idx": 0},
		)
	stale = [name for key, (name, _row) in kept.items() if key not in found]
	if stale:
		frappe.db.delete(SUMMARY, {"name": ["in", stale]})
