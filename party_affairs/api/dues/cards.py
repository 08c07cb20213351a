"""Cards and chart of dues: what the month brings, what is in arrears, and a year month by month."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_first_day, getdate, nowdate

from party_affairs.api.cards import card, counted, in_yuan, year_of
from party_affairs.facts.dues import arrears, months
from party_affairs.rules.dues.monthly_dues import NOTHING
from party_affairs.rules.periods import calendar_year, period_of

ENTRY = arrears.ENTRY
MONTHS = range(1, 13)
_OWING = ("Unpaid", "Partly Paid")
_NO_SUMS = (NOTHING, NOTHING)


@frappe.whitelist()
def dues_of_month() -> str:
	"""Sum of the dues of the current month, in yuan."""
	month = period_of("month", getdate(nowdate()))
	sums = months.sums_by_month(counted(ENTRY).criterion, month)
	due, _paid = sums.get(month.start, _NO_SUMS)
	return card(in_yuan(due), ENTRY, dues_month=str(month.start))


@frappe.whitelist()
def dues_in_arrears() -> str:
	"""Sum of what is still unpaid of the dues whose time is over, in yuan."""
	today = getdate(nowdate())
	return card(
		in_yuan(arrears.total_open(counted(ENTRY).criterion, today)),
		ENTRY,
		status=json.dumps(["in", list(_OWING)]),
		dues_month=json.dumps(["<", str(get_first_day(today))]),
	)


@frappe.whitelist()
def dues_by_month(filters: str | dict | None = None) -> dict[str, Any]:
	"""Chart of dues owed and paid in a year (default: the latest with entries) by month, in yuan."""
	scope = counted(ENTRY)
	year = year_of(filters)
	if year is None:
		latest = months.latest_month(scope.criterion)
		if latest is None:
			return {}
		year = latest.year
	found = months.sums_by_month(scope.criterion, calendar_year(year))
	sums = {month.month: of_month for month, of_month in found.items()}
	due, paid = ([float(sums.get(month, _NO_SUMS)[place]) for month in MONTHS] for place in (0, 1))
	return {
		"labels": [str(month) for month in MONTHS],
		"datasets": [
			{"name": _("Amount Due (Yuan)"), "values": due},
			{"name": _("Amount Paid (Yuan)"), "values": paid},
		],
	}
