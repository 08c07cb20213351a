"""The findings of the last check, as their overview lists them."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which

_FIELDS = (
	*("name", "branch", "rule", "citation", "severity", "subject_name", "period_key", "period_start"),
	*("status", "required", "found", "due_date", "message", "remedy"),
)


def findings(which: Which, first: date, last: date, statuses: Sequence[str]) -> list:
	"""Return the findings of periods that end from `first` to `last`, with the `title` of their clause: one query."""
	finding, rule = DocType("Compliance Finding"), DocType("Guide Rule")
	return (
		frappe.qb.from_(finding)
		.left_join(rule)
		.on(rule.name == finding.rule)
		.select(*(finding[field] for field in _FIELDS), rule.title)
		.where(which(finding) & finding.period_end[first:last] & finding.status.isin(list(statuses)))
	).run(as_dict=True)
