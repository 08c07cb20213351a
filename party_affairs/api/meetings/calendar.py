"""The calendar of meetings, with what the annual plans still foresee."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate, now_datetime, nowdate

from party_affairs.arguments import parse_day, parse_list
from party_affairs.checks.markup import disarmed
from party_affairs.facts.meetings import plans
from party_affairs.permissions import scope_for
from party_affairs.permissions.requests.queries import Query
from party_affairs.rules.calendar import theme_day
from party_affairs.rules.meetings.plans import OVERDUE
from party_affairs.rules.periods import period_of
from party_affairs.settings import theme_day_of_month, workdays

_MEETING = "Party Meeting"
_BRANCHES_WITH_PLANS = 20
"""Of more branches the calendar shows meetings alone: their plans would hide them."""


@frappe.whitelist()
def get_meetings(start: str, end: str, filters: str | list | None = None) -> list[dict[str, Any]]:
	"""Meetings between two days for the calendar, as the caller's list would show them."""
	first, last = parse_day(start), parse_day(end)
	asked = parse_list(filters, list)
	Query(_MEETING).check_filters(asked)
	conditions = [
		*([_MEETING, *condition] if len(condition) == 3 else condition for condition in asked),
		[_MEETING, "starts_on", ">=", first],
		[_MEETING, "starts_on", "<", add_days(last, 1)],
		[_MEETING, "docstatus", "<", 2],
	]
	# Frappe's own list: it takes the filters of the view, and asks for the rights to what they name.
	rows = frappe.get_list(
		_MEETING,
		filters=conditions,
		fields=["name", "kind", "topic", "branch", "starts_on", "ends_on", "docstatus"],
		order_by="starts_on",
		limit_page_length=0,
	)
	now = now_datetime()
	for row in rows:
		row.title = disarmed(_("{0}: {1}").format(_(row.kind), row.topic))
		row.ends_on = row.ends_on or row.starts_on
		row.color = "green" if row.docstatus == 1 else "blue"
		if row.docstatus == 0 and row.starts_on <= now:
			row.color = "orange"
			row.title = _("{0} (minutes not submitted)").format(row.title)
	return rows + _plan_lines_ahead(first, last, conditions, rows)


def _plan_lines_ahead(first: date, last: date, conditions: list, meetings: list) -> list[dict[str, Any]]:
	"""Lines of annual plans in the days shown for which no meeting was held or called yet, of a few branches at most."""
	asked = {tuple(condition[1:3]): condition[3] for condition in conditions}
	narrowing = {("branch", "="), ("kind", "="), ("starts_on", ">="), ("starts_on", "<"), ("docstatus", "<")}
	scope = scope_for("Party Annual Plan")
	branches = scope.branches
	if scope.unrestricted or ("branch", "=") in asked:
		named = asked.get(("branch", "="))
		branches = {named} if named and scope.covers(named) else frozenset()
	if set(asked) - narrowing or not 1 <= len(branches) <= _BRANCHES_WITH_PLANS:
		return []
	called = {(row.branch, row.kind, row.starts_on.year, row.starts_on.month) for row in meetings}
	lines = []
	for year in range(first.year, last.year + 1):
		for line in plans.planned_and_held(sorted(branches), year, getdate(nowdate()), sorted(branches)):
			day = _day_of_plan_line(line, year)
			wanted = asked.get(("kind", "="), line.kind) == line.kind
			if line.meeting or not wanted or not first <= day <= last:
				continue
			if (line.branch, line.kind, year, line.month) in called:
				continue
			lines.append(
				{
					"doctype": "Party Annual Plan",
					"name": line.plan,
					"title": disarmed(_("Planned: {0}: {1}").format(_(line.kind), line.topic)),
					"starts_on": day,
					"ends_on": day,
					"all_day": 1,
					# Frappe lets only drafts be moved about in the calendar.
					"docstatus": 1,
					"color": "red" if line.status == OVERDUE else "gray",
				}
			)
	return lines


def _day_of_plan_line(line, year: int) -> date:
	"""The day on which a plan's line is shown: its theme day, of anything else the last of the month."""
	if line.kind == "Theme Day":
		return theme_day(year, line.month, workdays().is_workday, theme_day_of_month())
	return period_of("month", date(year, line.month, 1)).end
