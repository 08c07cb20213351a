"""Publicity, online study, and the exchange of member data with the platform, as the commissioners of a branch would enter them.

Each function creates only what is missing.
"""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.members import exchange, online_study
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES, member_named
from party_affairs.rules.members.exchange import FIELDS, words_for

_ITEM, _STUDY, _COMPARISON = "Publicity Item", "Online Study", "Exchange Comparison"


def read() -> dict[str, Any]:
	"""Return the records of samples/exchange.json."""
	return json.loads((SAMPLES / "exchange.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the publicity log, what a member studied online, what is entered on the platform, and a sheet to compare."""
	today = getdate(nowdate())
	for row in records["publicity"]:
		_publish(row)
	for row in records["publicity_this_year"]:
		days = {
			"published_on": _ago(today, row["days_ago"]),
			"counted_on": _ago(today, row["counted_days_ago"]),
		}
		_publish({key: value for key, value in row.items() if not key.endswith("days_ago")} | days)
	for row in records["online_study"]:
		_study(row, today)
	_enter(records["platform"], today)
	_compare(records["comparison"], today)


def _ago(today: date, days: int) -> date:
	"""A day of this year: in January the first one."""
	return max(date(today.year, 1, 1), today - timedelta(days=days))


def _publish(row: dict[str, Any]) -> None:
	values = {key: value for key, value in row.items() if key != "user"}
	if frappe.db.exists(_ITEM, {"branch": row["branch"], "title": row["title"]}):
		return
	with acting_as(row["user"]):
		frappe.get_doc({"doctype": _ITEM, **values}).insert()


def _study(row: dict[str, Any], today: date) -> None:
	if frappe.db.exists(_STUDY, {"course": row["course"]}):
		return
	with acting_as(row["user"]):
		name = online_study.report(
			row["platform"], row["course"], str(_ago(today, row["days_ago"])), row["hours"]
		)
	if not row.get("answer"):
		return
	with acting_as(row["by"]):
		if row["answer"] == "confirm":
			online_study.confirm(name)
		else:
			online_study.decline(name, row["reason"])


def _enter(row: dict[str, Any], today: date) -> None:
	members = frappe.get_all(
		"Party Member",
		filters={
			"branch": row["branch"],
			"status": "On Register",
			"member_name": ["not in", row["not_entered"]],
			"platform_entered_on": ["is", "not set"],
		},
		pluck="name",
		order_by="name",
	)
	if not members:
		return
	# What is recorded while the sample is loaded is what the platform knows; the changes come after it.
	with acting_as(row["user"]):
		exchange.mark_entered(members, str(today))
		for name, values in row["changed"].items():
			member = frappe.get_doc("Party Member", member_named(name, row["branch"]))
			member.update(values)
			member.save()


def _compare(row: dict[str, Any], today: date) -> None:
	if frappe.db.exists(_COMPARISON, {"branch": row["branch"]}):
		return
	with acting_as(row["user"]):
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": row["file_name"],
				"content": _sheet(row),
				"is_private": 1,
			}
		).insert()
		frappe.get_doc(
			{
				"doctype": _COMPARISON,
				"branch": row["branch"],
				"format": row["format"],
				"sheet_day": today,
				"file": file.file_url,
			}
		).insert()


def _sheet(row: dict[str, Any]) -> bytes:
	"""The sheet that the platform would give: our records, with what it has otherwise, and somebody whom we do not know."""
	people = frappe.get_all(
		"Party Member",
		filters={"branch": row["branch"], "status": "On Register"},
		fields=row["sources"],
		order_by="name",
	)
	fields = {found.fieldname: found for found in FIELDS.values()}
	stream = io.StringIO()
	lines = csv.writer(stream)
	lines.writerow(row["headings"])
	for person in people:
		theirs = row["theirs"].get(person.member_name, {})
		lines.writerow(
			theirs.get(source) or next(iter(words_for(fields[source], person[source])), "")
			for source in row["sources"]
		)
	lines.writerows(row["strangers"])
	return stream.getvalue().encode("utf-8")
