"""What goes down from the committee in the year in which the sample is loaded, what the branches do with it, and their reports.

All is entered and taken through the steps, by the sample logins whom it concerns, in days before and after today. Each function
creates only what is missing.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.duties import exemptions, key_work, notices, on_site_checks, own_notices, reports
from party_affairs.compliance import report, schedule
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES, member_named
from party_affairs.rules.periods import parse, period_of

_NOTICE, _DELIVERY = "Committee Notice", "Notice Delivery"
_POINT, _TASK = "Key Work Point", "Key Work Task"
_CHECK, _QUOTA, _EXEMPTION = "On Site Check", "Development Quota", "Duty Exemption"


def read() -> dict[str, Any]:
	"""Return the records of samples/tasks.json."""
	return json.loads((SAMPLES / "tasks.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create quotas, a notice, key work, an on-site check and exemptions, with what the branches have done about them."""
	today, officer, committee = getdate(nowdate()), records["officer"], records["committee"]
	for row in records["quotas"]:
		_give_quota(row, officer, today.year)
	for row in records["notices"]:
		_send_notice(row, officer, committee, today)
	for row in records["key_work_points"]:
		_hand_down(row, officer, committee, today)
	for row in records["on_site_checks"]:
		_check_on_site(row, officer, committee, today)
	for row in records["exemptions"]:
		_ask_for_exemption(row, officer, today)


def hand_up_reports(records: dict[str, Any]) -> None:
	"""Freeze the reports of the last two months that are over; of the last one the officer acknowledges one and returns one."""
	last = schedule.last_month()
	before = period_of("month", parse(last).start - timedelta(days=1)).key
	for period_key in (before, last):
		report.freeze(period_key)
	acknowledged, returned = records["reports"]["acknowledged"], records["reports"]["returned"]
	until = getdate(nowdate()) + timedelta(days=returned["days"])
	with acting_as(records["officer"]):
		_review(
			acknowledged["branch"],
			last,
			lambda name: reports.acknowledge(name, remark=acknowledged["remark"]),
		)
		_review(
			returned["branch"],
			last,
			lambda name: reports.return_report(name, remark=returned["remark"], correct_by=str(until)),
		)


def _review(branch: str, period_key: str, step: Callable[[str], Any]) -> None:
	name = frappe.db.get_value(
		report.REPORT, {"branch": branch, "period_key": period_key, "status": report.HANDED_UP, "version": 1}
	)
	if name:
		step(name)


def _give_quota(row: dict[str, Any], officer: str, year: int) -> None:
	if frappe.db.exists(_QUOTA, {"branch": row["branch"], "year": year}):
		return
	with acting_as(officer):
		frappe.get_doc({"doctype": _QUOTA, **row, "year": year, "decided_on": date(year, 1, 1)}).insert()


def _send_notice(row: dict[str, Any], officer: str, committee: str, today: date) -> None:
	if _is_there(_NOTICE, {"branch": committee, "title": row["title"]}, today):
		return
	values = {key: row[key] for key in ("title", "addressed_to", "needs_acknowledgement", "text")}
	values |= {"branch": committee, "deadline": today + timedelta(days=row["deadline_in"])}
	with acting_as(officer):
		notice = frappe.get_doc({"doctype": _NOTICE, **values}).insert()
		notices.send(notice.name)
	for user, remark in row["branches"].items():
		with acting_as(user):
			notices.acknowledge(_of_branch(_DELIVERY, "notice", notice.name, user), remark)
	for user in row["members"]:
		with acting_as(user):
			own_notices.acknowledge_notice(_of_branch(_DELIVERY, "notice", notice.name, user))


def _hand_down(row: dict[str, Any], officer: str, committee: str, today: date) -> None:
	identity = {"branch": committee, "title": row["title"], "year": today.year}
	if frappe.db.exists(_POINT, identity):
		return
	values = {key: row[key] for key in ("responsible", "details")}
	values |= {"deadline": today + timedelta(days=row["deadline_in"])}
	with acting_as(officer):
		point = frappe.get_doc({"doctype": _POINT, **identity, **values}).insert()
		key_work.hand_down(point.name)
	for user, progress in row["progress"].items():
		with acting_as(user):
			task = frappe.get_doc(_TASK, _of_branch(_TASK, "key_work_point", point.name, user))
			task.append("progress", {"day": today, "progress": progress})
			task.save()


def _is_there(doctype: str, identity: dict[str, Any], today: date) -> bool:
	"""Whether such a record was entered in this year: every year in which the sample is loaded gets its own."""
	return bool(frappe.db.exists(doctype, {**identity, "creation": [">=", date(today.year, 1, 1)]}))


def _of_branch(doctype: str, link: str, above: str, user: str) -> str:
	"""What came down, as the branch of a sample login got it."""
	branch = frappe.db.get_value("Party Member", {"user": user}, "branch")
	return frappe.db.get_value(doctype, {link: above, "branch": branch}, "name")


def _check_on_site(row: dict[str, Any], officer: str, committee: str, today: date) -> None:
	identity = {"committee": committee, "branch": row["branch"], "inspectors": row["inspectors"]}
	if _is_there(_CHECK, identity, today):
		return
	values = {key: row[key] for key in ("accompanied_by", "summary")}
	values |= {"checked_on": today - timedelta(days=row["checked_days_ago"])}
	items = [
		{
			**{key: value for key, value in item.items() if key != "mend_in"},
			"mend_until": today + timedelta(days=item["mend_in"]) if "mend_in" in item else None,
		}
		for item in row["items"]
	]
	with acting_as(officer):
		check = frappe.get_doc({"doctype": _CHECK, **identity, **values, "items": items}).insert()
		on_site_checks.issue(check.name)
	mended = row["mended"]
	item = next(one.name for one in check.items if one.item == mended["item"])
	with acting_as(mended["by"]):
		day = str(today - timedelta(days=mended["days_ago"]))
		on_site_checks.report_mended(check.name, item, mended["how"], day)
	with acting_as(officer):
		on_site_checks.confirm(check.name, item, mended["answer"])


def _ask_for_exemption(row: dict[str, Any], officer: str, today: date) -> None:
	"""An exemption of this year: what the sample year lacks stays as it is."""
	branch = row["branch"]
	if "member" in row:
		subject = "Party Member", member_named(row["member"], branch)
	else:
		group = {"branch": branch, "group_name": row["group"]}
		subject = "Party Group", frappe.db.get_value("Party Group", group, "name")
	identity = {"branch": branch, "rule": row["rule"], "subject": subject[1]}
	if _is_there(_EXEMPTION, identity, today):
		return
	values = {
		"subject_doctype": subject[0],
		"from_date": max(date(today.year, 1, 1), today - timedelta(days=row["days_ago"])),
		"to_date": today + timedelta(days=row["days_ahead"]),
		"reason": row["reason"],
	}
	with acting_as(row["by"]):
		exemption = frappe.get_doc({"doctype": _EXEMPTION, **identity, **values}).insert()
	if "granted" in row:
		with acting_as(officer):
			exemptions.grant(exemption.name, note=row["granted"])
