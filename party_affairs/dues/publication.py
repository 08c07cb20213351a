"""What of a branch's dues account every member may read: the closed years, in sums (dues rule of 2008: once a year at least)."""

from datetime import date
from typing import Any

import frappe

from party_affairs.facts.dues import account as facts
from party_affairs.facts.dues.months import yuan
from party_affairs.guide.dues import uses as dues_uses
from party_affairs.rules.dues.account import NOTHING

_SUMS = (
	"opening_balance",
	"collected",
	"received_from_below",
	"allocated",
	"remitted",
	"allocated_down",
	"spent",
	"closing_balance",
)


def of_branch(branch: str, year: int | None = None) -> dict[str, Any]:
	"""Return the closed `years` of a branch, the latest first, and the `account` of the one asked for, else of the latest.

	`account` is None where no year is closed. Two queries.
	"""
	closed = frappe.get_all(
		facts.YEAR,
		filters={"branch": branch, "docstatus": facts.SUBMITTED},
		fields=["year", "payers", "closed_on", "published_on", *_SUMS],
		order_by="year desc",
	)
	found = next((row for row in closed if row.year == year), closed[0] if closed else None)
	years = [row.year for row in closed]
	if not found:
		return {"branch": branch, "years": years, "account": None}
	spent = facts.spent_by_use([branch], date(found.year, 1, 1), date(found.year, 12, 31))
	uses = [(use.label, spent.get((branch, use.label), NOTHING)) for use in dues_uses.uses()]
	sums = {field: yuan(found[field]) for field in _SUMS}
	return {"branch": branch, "years": years, "account": {**found, **sums, "uses": uses}}
