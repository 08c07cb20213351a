"""The sample carries on: what its branches have done in the year in which it is loaded, up to two weeks ago.

Each branch keeps its duties as well or badly as samples/this_year.json says, so that there is something to see in every colour.
Each function creates only what is missing, so that loading a second time changes nothing.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.meetings.records import expected_attendees
from party_affairs.demo import personal_texts
from party_affairs.demo.organisation import SAMPLES
from party_affairs.dues import assessing
from party_affairs.dues.collection import CollectionLine, collect
from party_affairs.dues.monthly_run import run_month
from party_affairs.facts.dues.months import open_months
from party_affairs.facts.remembered import remembering
from party_affairs.importing.quick_documents import Memory, quick
from party_affairs.rules.calendar import theme_day
from party_affairs.rules.periods import Period, calendar_year, period_of, periods_between
from party_affairs.settings import workdays

UNTIL_DAYS_AGO = 14
_MEETING, _PAIRING = "Party Meeting", "Contact Pairing"
_LEAVE_EVERY, _MOST_SPEECHES = 7, 2
_REPORT_DAYS_BEFORE_END, _COMMENT_AFTER_DAYS = 12, 9
_DUES_BEHIND_MONTHS = 2


def read() -> dict[str, Any]:
	"""Return the rules of samples/this_year.json."""
	return json.loads((SAMPLES / "this_year.json").read_text(encoding="utf-8"))


def create(rules: dict[str, Any]) -> None:
	"""Create meetings, dues, thought reports, talks and contacts of the year so far; nothing in the first days of January."""
	until = getdate(nowdate()) - timedelta(days=UNTIL_DAYS_AGO)
	year = calendar_year(getdate(nowdate()).year)
	if until < year.start:
		return
	for rule in rules["branches"]:
		_hold_meetings(rules, rule, year, until)
		if rule["dues"] != "own":
			_collect(rule, year, until)
		_hand_in_reports(rule, year, until)
		if rule["talks"]:
			_hold_talks(rules, rule, year, until)
		_keep_contact(rules, rule, until)


# --- meetings --------------------------------------------------------------------------------------------------------


def _hold_meetings(rules: dict[str, Any], rule: dict[str, Any], year: Period, until: date) -> None:
	branch = rule["branch"]
	there = {
		(row.kind, str(row.meeting_date), row.party_group)
		for row in frappe.get_all(
			_MEETING,
			filters={"branch": branch, "meeting_date": ["between", [year.start, year.end]], "docstatus": 1},
			fields=["kind", "meeting_date", "party_group"],
		)
	}
	memory = Memory()
	with remembering({}):
		for kind, day, group in _meetings(rules, rule, year, until):
			if (kind, str(day), group) not in there:
				_hold(rules, branch, kind, day, group, memory)


def _meetings(
	rules: dict[str, Any], rule: dict[str, Any], year: Period, until: date
) -> Iterator[tuple[str, date, str | None]]:
	"""Yield kind, day and group of the meetings of a branch: on the next workday where the usual one is none."""
	branch, is_workday = rule["branch"], workdays().is_workday
	groups = frappe.get_all(
		"Party Group",
		filters={"branch": branch, "disbanded_on": ["is", "not set"]},
		pluck="name",
		order_by="name",
	)
	for kind, called in rules["meetings"].items():
		for month in called["months"]:
			if month in rule["not_held"].get(kind, ()) or month > rule.get("stops_in", month):
				continue
			day = theme_day(year.start.year, month, is_workday, called["day"])
			if day <= until:
				for group in groups if kind == "Group Meeting" else [None]:
					yield kind, day, group


def _hold(
	rules: dict[str, Any], branch: str, kind: str, day: date, group: str | None, memory: Memory
) -> None:
	called, topics = rules["meetings"][kind], rules["topics"][kind]
	attendees = expected_attendees(branch, kind, day, group)
	if not attendees:
		return  # a branch without a committee has no meetings of it
	chair = _chair(branch, group, attendees)
	for number, row in enumerate(attendees):
		if row["member"] != chair and (number + day.month) % _LEAVE_EVERY == _LEAVE_EVERY - 1:
			row.update(attendance="Leave", reason=rules["leave"])
	present = [row["member"] for row in attendees if row["attendance"] == "Present"]
	begins = datetime.fromisoformat(f"{day} {called['at']}:00")
	values = {
		"branch": branch,
		"party_group": group,
		"kind": kind,
		"topic": topics[(day.month - 1) % len(topics)],
		"starts_on": str(begins),
		"ends_on": str(begins + timedelta(hours=called["hours"])),
		"location": rules["location"],
		"method": "会议讨论",
		"chair": chair,
		"lecturer": frappe.db.get_value("Party Member", chair, "member_name")
		if kind == "Party Lecture"
		else None,
		"agenda": rules["agenda"],
		"attendees": attendees,
		"speeches_by_person": [
			{"member": member, "speech": rules["speech"]} for member in present[:_MOST_SPEECHES]
		],
		"resolutions": [{"resolution": rules["outcome"], "responsible": chair}],
		**called["values"],
	}
	quick(frappe.get_doc({"doctype": _MEETING, **values}), memory).insert().submit()


def _chair(branch: str, group: str | None, attendees: list[dict[str, Any]]) -> str:
	"""Who leads: the leader of the group, else the secretary, else the first who is there."""
	leader = frappe.db.get_value("Party Group", group, "leader") if group else _secretary(branch)
	there = [row["member"] for row in attendees]
	return leader if leader in there else there[0]


def _secretary(branch: str) -> str | None:
	filters = {"branch": branch, "post": "Secretary", "status": "In Office"}
	return frappe.db.get_value("Party Post", filters, "member")


# --- dues ------------------------------------------------------------------------------------------------------------


def _collect(rule: dict[str, Any], year: Period, until: date) -> None:
	"""Make the entries of the months and collect them: each month, or a quarter at its end; some stay behind."""
	branch = rule["branch"]
	assessing.renew(branch, year.start.year)
	months = periods_between("month", year.start, until)
	for month in months:
		run_month(month.start, [branch])
	behind = set(_members(branch)[: rule["dues_behind"]])
	late = {month.start for month in months[-_DUES_BEHIND_MONTHS:]}
	for month in months:
		day = _day_of_collection(rule["dues"], month)
		if day > until or month.start.month > rule.get("stops_in", month.start.month):
			continue
		lines = [
			CollectionLine(member, months=(month.start,))
			for member, owed in sorted(open_months(branch).items())
			if any(entry.month == month.start for entry in owed)
			and not (member in behind and month.start in late)
		]
		if lines:
			collect(branch, day, "WeChat", lines)


def _day_of_collection(way: str, month: Period) -> date:
	if way == "quarterly":
		return period_of("quarter", month.start).end - timedelta(days=2)
	return month.start.replace(day=16)


def _members(branch: str) -> list[str]:
	"""Members of the Party, in an order that says nothing about them."""
	filters = {
		"branch": branch,
		"status": "On Register",
		"stage": ["in", ["Full Member", "Probationary Member"]],
	}
	return frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name desc")


# --- texts, talks, contacts ------------------------------------------------------------------------------------------


def _hand_in_reports(rule: dict[str, Any], year: Period, until: date) -> None:
	"""Thought reports of the half-years that are over, or nearly, with the secretary's comments; some are behind."""
	branch, texts = rule["branch"], personal_texts.read()
	secretary = _name_of(_secretary(branch))
	for half_year in periods_between("half_year", year.start, until):
		day = half_year.end - timedelta(days=_REPORT_DAYS_BEFORE_END)
		if day > until:
			continue
		behind = [
			f"{_name_of(member)} {half_year.key}" for member in _members(branch)[: rule["reports_behind"]]
		]
		personal_texts.hand_in(
			texts,
			{
				**{"branch": branch, "missing": behind, "oral": [], "days": {}},
				# Nobody comments on his own.
				**{"commented_by": secretary, "uncommented": [*behind, f"{secretary} {half_year.key}"]},
				"comment_after_days": _COMMENT_AFTER_DAYS,
			},
			half_year,
			str(day),
		)


def _name_of(member: str | None) -> str | None:
	return member and frappe.db.get_value("Party Member", member, "member_name")


def _hold_talks(rules: dict[str, Any], rule: dict[str, Any], year: Period, until: date) -> None:
	"""The talks of the year, held in October; before that nobody has got round to them."""
	talks, branch = rules["talks"], rule["branch"]
	first_day = date.fromisoformat(f"{year.start.year}-{talks['first_day']}")
	filters = {"branch": branch, "talk_on": ["between", [first_day, until]]}
	if first_day > until or frappe.db.exists("Heart Talk", filters):
		return
	texts = personal_texts.read()["talk_of_the_year_texts"]
	personal_texts.hold_talks(
		{**talks, "branch": branch, "first_day": first_day, "left_open": ()}, texts, until
	)


def _keep_contact(rules: dict[str, Any], rule: dict[str, Any], until: date) -> None:
	"""So many of the branch's pairings have a contact of this year in their log."""
	pairings = frappe.get_all(
		_PAIRING,
		filters={"branch": rule["branch"], "end_date": ["is", "not set"], "start_date": ["<=", until]},
		pluck="name",
		order_by="name",
		limit=rule["contacts"] or 1,
	)
	for number, name in enumerate(pairings[: rule["contacts"]]):
		pairing = frappe.get_doc(_PAIRING, name)
		if not any(getdate(row.contact_date).year == until.year for row in pairing.contact_log):
			day = max(
				getdate(pairing.start_date), date(until.year, 1, 10), until - timedelta(days=3 * number)
			)
			pairing.append("contact_log", {"contact_date": day, **rules["contact"]})
			pairing.save()
