"""The list of two-way cultivation (双向培养) of each branch: what R46 asks of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import frappe

from party_affairs.facts.activity import later
from party_affairs.rules.periods import full_months

NO_LIST: Mapping[str, Any] = {"cultivated": 0, "cultivation_review_months": None}
"""Facts of a branch with nobody on its list."""


def load(branches: Sequence[str], day: date) -> dict[str, dict[str, Any]]:
	"""Return by branch how many people are on its list on `day`, and the full months since one was reviewed: one query.

	An entry counts as reviewed on the day it was made.
	"""
	rows = frappe.get_all(
		"Two Way Cultivation",
		filters={"branch": ["in", list(branches)], "started_on": ["<=", day]},
		fields=["branch", "started_on", "reviewed_on", "ended_on"],
		order_by="branch, name",
	)
	reviews: dict[str, list[date]] = {}
	for row in rows:
		if row.ended_on and row.ended_on <= day:
			continue
		known = [seen for seen in (row.started_on, row.reviewed_on) if seen and seen <= day]
		reviews.setdefault(row.branch, []).append(max(known))
	return {
		branch: {
			"cultivated": len(days),
			"cultivation_review_months": full_months(later(*days), day),
		}
		for branch, days in reviews.items()
	}
