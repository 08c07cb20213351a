"""Cards and chart of duties: what is due and missed in the year of today, and when it was checked last.

Each figure is a sum of the one summary (`compliance/figures.py`) and says for which time it speaks.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import format_datetime

from party_affairs.api.cards import card, counted, year_of
from party_affairs.compliance import figures
from party_affairs.facts.duties import findings
from party_affairs.rules.periods import calendar_year

FINDING = findings.FINDING


def list_filters(year: int, *statuses: str) -> dict[str, str]:
	"""Return the filters of the list that shows what is counted: the findings of a year, each omission once."""
	period = calendar_year(year)
	return {
		"status": statuses[0] if len(statuses) == 1 else json.dumps(["in", list(statuses)]),
		"linked_to": json.dumps(["is", "not set"]),
		"period_start": json.dumps(["between", [str(period.start), str(period.end)]]),
	}


@frappe.whitelist()
def duties_due() -> str:
	"""Number of duties of this year whose period is running and that are not done."""
	return _card("Due")


@frappe.whitelist()
def duties_missed() -> str:
	"""Number of duties missed in this year."""
	return _card("Missed")


def _card(status: str) -> str:
	scope = counted(FINDING)
	if scope.is_empty:
		return card("0", FINDING)
	found = figures.of_scope(scope)
	# Without a check nothing is known, which is not the same as nothing missed. The list behind it offers the check.
	number = str(found.numbers[status]) if found.is_checked else "—"
	return card(number, FINDING, note=found.time, **list_filters(found.year, status))


@frappe.whitelist()
def last_check() -> str:
	"""When the duties of the caller's branches were checked last."""
	time = findings.checked_last(counted(FINDING).criterion)
	return card(format_datetime(time, "yyyy-MM-dd HH:mm") if time else _("Not checked yet"), FINDING)


@frappe.whitelist()
def duties_by_status(filters: str | dict | None = None) -> dict[str, Any]:
	"""Chart of the duties of a year (default: that of today) that are done, due and missed."""
	found = figures.of_scope(counted(FINDING), year_of(filters))
	if not found.is_checked:
		return {}
	numbers = found.numbers
	shown = (numbers["Met"] + numbers["Late"], numbers["Due"], numbers["Missed"])
	return {
		"labels": [_("Met or Late"), _("Due"), _("Missed")],
		"datasets": [{"name": found.time, "values": list(shown)}],
	}
