"""What the sample organisations passed on, got back and spent of their dues, and the year that they have closed.

Each function creates only what is missing, so that loading a second time changes nothing.
"""

import json
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.meetings.records import expected_attendees
from party_affairs.demo.organisation import SAMPLES
from party_affairs.facts.dues.account import DOWN, EXPENSE, REMITTANCE, UP, YEAR
from party_affairs.rules.periods import add_months, parse, period_of

BOOKS = 2025
_MEETING = "Party Meeting"
_APPROVED_DAYS_AGO = 3


def read() -> dict[str, Any]:
	"""Return the records of samples/dues_account.json."""
	return json.loads((SAMPLES / "dues_account.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create what the sample year has of it, day by day, then close the year, and leave something open in the present one."""
	for row in records["shares"]:
		if not frappe.db.get_value("Party Branch", row["branch"], "dues_share_percent"):
			branch = frappe.get_doc("Party Branch", row["branch"])
			branch.dues_share_percent = row["percent"]
			branch.save()
	for row in records["openings"]:
		_open_books(row)
	for row in records["approvals"]:
		_hold_meeting(row)
	moves = [
		*((row["paid_on"], _remit, row) for row in records["remittances"]),
		*((row["paid_on"], _allocate, row) for row in records["allocations"]),
		*((row["spent_on"], _spend, row) for row in records["expenses"]),
	]
	for _day, act, row in sorted(moves, key=lambda move: move[0]):
		act(row)
	for branch in records["closed"]:
		_close(branch)
	_leave_open(records["draft"], getdate(nowdate()))


def _open_books(row: dict[str, str]) -> None:
	if not frappe.db.exists(YEAR, {"branch": row["branch"], "year": BOOKS}):
		values = {"branch": row["branch"], "year": BOOKS, "opening_balance": row["opening"]}
		frappe.get_doc({"doctype": YEAR, **values}).insert()


def _close(branch: str) -> None:
	name = frappe.db.get_value(YEAR, {"branch": branch, "year": BOOKS, "docstatus": 0}, "name")
	if name:
		year = frappe.get_doc(YEAR, name)
		year.submit()
		year.published_on = nowdate()
		year.save()


def _hold_meeting(row: dict[str, Any]) -> None:
	"""A meeting with complete minutes beside those of the workbook, in which the use of dues was decided."""
	branch, day = row["branch"], getdate(row["day"])
	identity = {"branch": branch, "kind": row["kind"], "meeting_date": day, "topic": row["topic"]}
	if frappe.db.exists(_MEETING, identity):
		return
	attendees = expected_attendees(branch, row["kind"], day)
	voters = sum(person["has_vote"] for person in attendees)
	secretary = _holder(branch, day, "Secretary")
	frappe.get_doc(
		{
			"doctype": _MEETING,
			**identity,
			"starts_on": f"{day} 16:00:00",
			"ends_on": f"{day} 17:00:00",
			"location": "党群活动室",
			"method": "会议讨论",
			"chair": secretary,
			"agenda": row["topic"],
			"attendees": attendees,
			"speeches_by_person": [
				{"member": secretary, "speech": "党费使用应当符合规定用途，凭据齐全，账目公开。"}
			],
			"resolutions": [
				{"resolution": text, "vote_method": "Show of Hands", "in_favour": voters}
				for text in row["resolutions"]
			],
		}
	).insert().submit()


def _holder(organisation: str, day: date, *posts: str) -> str | None:
	"""Return who held the first of `posts` that was filled in an organisation on a day."""
	for post in posts:
		filters = {
			"branch": organisation,
			"post": post,
			"start_date": ["<=", day],
			"end_date": [">=", day],
		}
		found = frappe.get_all(
			"Party Post", filters=filters, pluck="member", order_by="start_date desc", limit=1
		)
		if found:
			return found[0]
	return None


def _treasurer(organisation: str, day: date) -> str | None:
	return _holder(organisation, day, "Organisation Commissioner", "Party Affairs Officer", "Secretary")


def _remit(row: dict[str, Any]) -> None:
	first, last = (parse(month) for month in row["months"])
	identity = {"branch": row["branch"], "kind": UP, "period_from": first.start}
	_transfer(row, identity, {"period_to": last.end, "other_organisation": row.get("other_organisation")})


def _allocate(row: dict[str, Any]) -> None:
	identity = {key: row[key] for key in ("branch", "to_branch", "paid_on")}
	_transfer(row, {"kind": DOWN, **identity}, {"amount": row["amount"], "remarks": row["remarks"]})


def _transfer(row: dict[str, Any], identity: dict[str, Any], values: dict[str, Any]) -> None:
	if frappe.db.exists(REMITTANCE, identity):
		return
	paid_on = getdate(row["paid_on"])
	document = frappe.get_doc(
		{
			"doctype": REMITTANCE,
			**identity,
			**values,
			"paid_on": paid_on,
			"method": "Bank Transfer",
			"voucher_no": row["voucher_no"],
			"handled_by": _treasurer(row["branch"], paid_on),
		}
	).insert()
	document.submit()
	if row["received_on"]:
		document.receive(getdate(row["received_on"]), row.get("receipt_no"))


def _spend(row: dict[str, Any]) -> None:
	values = {key: value for key, value in row.items() if key not in ("approved_on", "topic")}
	if frappe.db.exists(EXPENSE, {key: row[key] for key in ("branch", "spent_on", "voucher_no")}):
		return
	frappe.get_doc(
		{
			"doctype": EXPENSE,
			**values,
			"method": "Bank Transfer",
			"resolution": _meeting_on(row["branch"], getdate(row["approved_on"]), row["topic"]),
			"handled_by": _treasurer(row["branch"], getdate(row["spent_on"])),
		}
	).insert().submit()


def _leave_open(draft: dict[str, Any], today: date) -> None:
	"""This year's books are open: last month's dues are on their way up, and an expense waits to be submitted."""
	branch = draft["branch"]
	month = period_of("month", add_months(today, -1))
	this_year = date(today.year, 1, 1)
	received = {"branch": branch, "docstatus": 1, "received_on": ["between", (month.start, month.end)]}
	sent = {"branch": branch, "kind": UP, "period_from": month.start}
	if month.start < this_year or not frappe.db.exists("Party Dues Receipt", received):
		return
	if not frappe.db.exists(REMITTANCE, sent):
		values = {**sent, "period_to": month.end, "paid_on": today, "method": "Bank Transfer"}
		frappe.get_doc(
			{"doctype": REMITTANCE, **values, "handled_by": _treasurer(branch, today)}
		).insert().submit()
	if frappe.db.exists(EXPENSE, {"branch": branch, "spent_on": [">=", this_year]}):
		return
	approved_on = today - timedelta(days=_APPROVED_DAYS_AGO)
	topic, resolution = draft["topic"], draft["resolution"]
	meeting = {"branch": branch, "kind": "Committee Meeting", "day": str(approved_on), "topic": topic}
	_hold_meeting({**meeting, "resolutions": [resolution]})
	values = {key: draft[key] for key in ("branch", "use", "summary", "payee", "amount")}
	frappe.get_doc(
		{
			"doctype": EXPENSE,
			**values,
			"spent_on": today,
			"resolution": _meeting_on(branch, approved_on, topic),
			"handled_by": _treasurer(branch, today),
		}
	).insert()


def _meeting_on(branch: str, day: date, topic: str) -> str:
	return frappe.db.get_value(
		_MEETING, {"branch": branch, "meeting_date": day, "topic": topic, "docstatus": 1}, "name"
	)
