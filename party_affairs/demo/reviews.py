"""Work reports, duty reports and organisation life reviews of the sample year, and a review in preparation today.

Each function creates only what is missing, so that loading a second time changes nothing.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES, member_named

YEAR = 2025
_REPORT, _REVIEW, _RECORD = "Party Work Report", "Party Life Review", "Life Review Criticism"
_HELD = "2025-12-22"
_OFFICER = "dangwei@example.com"


def read() -> dict[str, Any]:
	"""Return the records of samples/reports_and_reviews.json."""
	return json.loads((SAMPLES / "reports_and_reviews.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the reports and life reviews of the sample year."""
	for row in records["reports"]:
		_report(row, records["report_texts"])
	for row in records["reviews"]:
		_review(row, records["review_texts"])


def _meeting(branch: str, kind: str, day: str) -> str:
	filters = {"branch": branch, "kind": kind, "meeting_date": day, "docstatus": 1}
	return frappe.db.get_value("Party Meeting", filters, "name")


# Reports


def _report(row: dict[str, Any], texts: dict[str, str]) -> None:
	branch = row["branch"]
	identity = {
		"branch": branch,
		"kind": row.get("kind", "Work Report"),
		"year": YEAR,
		"half": row.get("half"),
	}
	if frappe.db.exists(_REPORT, {**identity, "half": row.get("half") or ["is", "not set"]}):
		return
	report = frappe.get_doc(
		{"doctype": _REPORT, **identity, "reporter": member_named(row["reporter"], branch)}
	).insert()
	for section in report.sections:
		section.content = texts[section.title]
	report.submit()
	report.assembly = _meeting(branch, "Member Assembly", row["assembly"])
	report.delivered_on = row.get("delivered_on")
	report.review_opinions = row.get("opinions")
	if "result" in row:
		report.review_result = row["result"]
		report.eligible, report.present, report.in_favour = row["votes"]
		report.abstained = report.present - report.in_favour
	report.save()
	if "received_on" in row:
		with acting_as(_OFFICER):
			report.receive(getdate(row["received_on"]), row.get("above_opinion"), row.get("grade"))


# Life reviews


def _review(row: dict[str, Any], texts: dict[str, Any]) -> None:
	branch = row["branch"]
	meeting = _meeting(branch, "Organisation Life Meeting", _HELD)
	if frappe.db.exists(_REVIEW, {"meeting": meeting}):
		return
	left_out = row.get("without", ())
	review = frappe.get_doc(
		{
			"doctype": _REVIEW,
			"branch": branch,
			"year": YEAR,
			**{key: texts[key] for key in ("theme", "plan", "branch_examination", "direction", "problems")},
			"noticed_on": "2025-12-10",
			"planned_on": _HELD,
			"studies": [_study(study, branch) for study in texts["studies"]],
			"opinions": [] if "opinions" in left_out else texts["opinions"],
			"talks_held": row["talks_held"],
			"talks_confirmed_by": member_named(row["confirmed_by"], branch),
			"talks_from": "2025-12-11",
			"talks_to": "2025-12-19",
			"meeting": meeting,
			"measures": list(_measures(row, texts["measures"])),
			"reported_on": row.get("reported_on"),
			"situation_report": texts["situation_report"] if "reported_on" in row else None,
		}
	).insert()
	_record_criticism(review, texts)
	for place, day in row.get("closed", {}).items():
		review.close_measure(review.measures[int(place) - 1].name, getdate(day), texts["evidence"])


def _study(study: dict[str, Any], branch: str) -> dict[str, Any]:
	values = {key: study[key] for key in ("studied_on", "topic", "content")}
	if study.get("with_theme_day"):
		meeting = _meeting(branch, "Theme Day", study["studied_on"])
		values["meeting"] = meeting
		values["attended"] = frappe.db.get_value("Party Meeting", meeting, "present_count")
	return values


def _measures(row: dict[str, Any], measures: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
	for place, (measure, name) in enumerate(zip(measures, row["responsible"], strict=True), start=1):
		deadline = row.get("deadlines", {}).get(str(place), measure["deadline"])
		yield {**measure, "deadline": deadline, "responsible": member_named(name, row["branch"])}


def _record_criticism(review, texts: dict[str, Any]) -> None:
	"""Everybody present criticised himself and was criticised; the first few also set themselves something to do."""
	present = frappe.get_all(
		"Party Meeting Attendee",
		filters={"parent": review.meeting, "attendance": "Present"},
		fields=["member", "member_name"],
		order_by="idx",
	)
	said, heard = cycle(texts["self_criticism"]), cycle(texts["criticism"])
	personal = iter(texts["personal"])
	frappe.get_doc(
		{
			"doctype": _RECORD,
			"review": review.name,
			"branch": review.branch,
			"lines": [
				{**person, "self_criticism": next(said), "criticism": next(heard), **next(personal, {})}
				for person in present
			],
		}
	).insert()


# Today


def prepare_current(branch: str, today: date) -> None:
	"""A life review in preparation, and a draft of this half-year's report, in the branch of the sample logins."""
	_prepare_review(branch, read()["review_in_preparation"], today)
	_begin_report(branch, today)


def _prepare_review(branch: str, texts: dict[str, str], today: date) -> None:
	if frappe.db.exists(_REVIEW, {"branch": branch, "status": "In Preparation"}):
		return
	frappe.get_doc(
		{
			"doctype": _REVIEW,
			"branch": branch,
			"year": today.year,
			"theme": texts["theme"],
			"plan": texts["plan"],
			"noticed_on": today - timedelta(days=5),
			"planned_on": today + timedelta(days=9),
			"studies": [{"studied_on": today - timedelta(days=2), "topic": texts["topic"]}],
			"opinions": [{"source": "Within the Party", "way": "Talk", "opinion": texts["opinion"]}],
		}
	).insert()


def _begin_report(branch: str, today: date) -> None:
	half = "First Half" if today.month <= 6 else "Second Half"
	identity = {"branch": branch, "kind": "Work Report", "year": today.year, "half": half}
	if frappe.db.exists(_REPORT, identity):
		return
	secretary = frappe.db.get_value(
		"Party Post", {"branch": branch, "post": "Secretary", "status": "In Office"}, "member"
	)
	frappe.get_doc({"doctype": _REPORT, **identity, "reporter": secretary}).insert()
