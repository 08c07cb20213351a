"""Cards and chart of duties: what is due and missed, and when it was checked last."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import format_datetime

from party_affairs.api.cards import card, counted, year_of
from party_affairs.facts.duties import findings
from party_affairs.rules.periods import calendar_year

FINDING = findings.FINDING
_COUNTED = {"linked_to": json.dumps(["is", "not set"])}
"""The list behind a card shows what the card counts."""


@frappe.whitelist()
def duties_due() -> str:
	"""Number of duties whose period is running and that are not done."""
	numbers = findings.count_by_status(counted(FINDING).criterion, statuses=("Due",))
	return card(str(numbers.get("Due", 0)), FINDING, status="Due", **_COUNTED)


@frappe.whitelist()
def duties_missed() -> str:
	"""Number of duties missed in the year that was checked last."""
	scope = counted(FINDING)
	year = findings.year_checked_last(scope.criterion)
	if year is None:
		return card("0", FINDING, status="Missed")
	period = calendar_year(year)
	numbers = findings.count_by_status(scope.criterion, period, ("Missed",))
	return card(
		str(numbers.get("Missed", 0)),
		FINDING,
		note=_("in {0}").format(year),
		status="Missed",
		**_COUNTED,
		period_start=json.dumps(["between", [str(period.start), str(period.end)]]),
	)


@frappe.whitelist()
def last_check() -> str:
	"""When the duties of the caller's branches were checked last."""
	time = findings.checked_last(counted(FINDING).criterion)
	return card(format_datetime(time, "yyyy-MM-dd HH:mm") if time else _("Not checked yet"), FINDING)


@frappe.whitelist()
def duties_by_status(filters: str | dict | None = None) -> dict[str, Any]:
	"""Chart of the duties of a year (default: the one checked last) that are done, due and missed."""
	scope = counted(FINDING)
	year = year_of(filters) or findings.year_checked_last(scope.criterion)
	if year is None:
		return {}
	numbers = findings.count_by_status(scope.criterion, calendar_year(year))
	shown = (
		numbers.get("Met", 0) + numbers.get("Late", 0),
		numbers.get("Due", 0),
		numbers.get("Missed", 0),
	)
	return {
		"labels": [_("Met or Late"), _("Due"), _("Missed")],
		"datasets": [{"name": str(year), "values": list(shown)}],
	}
