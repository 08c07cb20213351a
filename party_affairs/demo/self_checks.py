"""Self-check sheets of the sample year (自查表, 六有, 六好), and those of this year with the first lines ticked."""

import json
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.compliance.self_checks import make
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES
from party_affairs.party_affairs.doctype.self_check import steps

YEAR = 2025
_SHEET = "Self Check"
_OFFICER = "dangwei@example.com"
_TICKED_THIS_YEAR = 9


def read() -> dict[str, Any]:
	"""Return the sheets of samples/self_checks.json."""
	return json.loads((SAMPLES / "self_checks.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the sheets that are missing, with the steps that were taken, each on its day."""
	for row in records["sheets"]:
		if not frappe.db.exists(_SHEET, {"branch": row["branch"], "kind": row["kind"], "year": YEAR}):
			_sheet(row)


def _sheet(row: dict[str, Any]) -> None:
	branch = row["branch"]
	with acting_as(_secretary(branch)):
		sheet = frappe.get_doc({"doctype": _SHEET, "branch": branch, "kind": row["kind"], "year": YEAR})
		sheet.flags.day = getdate(row["made_on"])
		sheet.insert()
		_tick(sheet, row)
		if "handed_up_on" in row:
			_take(steps.HandUp(sheet), row["handed_up_on"])
	if "confirmed_on" in row:
		with acting_as(_OFFICER):
			_review(sheet, row)


def _take(step: steps.SheetStep, day: str) -> None:
	step.document.flags.day = getdate(day)
	step.take()


def _tick(sheet, row: dict[str, Any]) -> None:
	sheet.flags.day = getdate(row["ticked_on"])
	left = row.get("leave", ())
	for line in sheet.lines:
		if line.clause not in left:
			line.tick, line.reason = row.get("answers", {}).get(line.line_key, ("Yes", None))
	for key, (doctype, filters, description) in row.get("evidence", {}).items():
		record = _record(doctype, sheet.branch, filters)
		if record:
			sheet.append(
				"evidence",
				{
					"line_key": key,
					"evidence_kind": "Record on Site",
					"linked_doctype": doctype,
					"linked_name": record,
					"description": description,
				},
			)
	if "recommendation" in row:
		sheet.recommended_in = _record(
			"Party Meeting", sheet.branch, {"kind": "Member Assembly"}, row["ticked_on"]
		)
		sheet.recommendation = row["recommendation"]
	sheet.save()


def _record(doctype: str, branch: str, filters: dict[str, Any], until: str | None = None) -> str | None:
	"""The last record of the sample year of a kind, the minutes of a meeting submitted."""
	wanted = {"branch": branch, **filters}
	if doctype == "Party Meeting":
		wanted |= {
			"docstatus": 1,
			"meeting_date": ["between", [date(YEAR, 1, 1), until or date(YEAR, 11, 15)]],
		}
	order = {"Party Meeting": "meeting_date desc", "Public Welfare Activity": "activity_date desc"}
	return frappe.db.get_value(doctype, wanted, "name", order_by=order.get(doctype, "name"))


def _review(sheet, row: dict[str, Any]) -> None:
	if "returned" in row:
		key, note = row["returned"]
		_take(steps.Return(sheet, key=key, note=note), row["confirmed_on"])
	_take(steps.Confirm(sheet, opinion=row.get("opinion")), row["confirmed_on"])
	if "publicity" not in row:
		return
	first, days = row["publicity"]
	_take(steps.MakePublic(sheet, first=getdate(first), days=days), first)
	if "objection" in row:
		day, objection, answer = row["objection"]
		_take(steps.Object(sheet, objection=objection), day)
		_take(steps.AnswerObjection(sheet, row=sheet.objections[0].name, answer=answer), day)
	if "decision" in row:
		given = {
			key: getdate(value) if key in ("decided_on", "term_until") else value
			for key, value in row["decision"].items()
		}
		_take(steps.Decide(sheet, **given), row["decision"]["decided_on"])


def begin_current(branch: str, today: date) -> None:
	"""This year's sheets of a branch, with the first lines of the self-check sheet ticked."""
	made = make(today.year, [branch], today)
	for name in made.created:
		sheet = frappe.get_doc(_SHEET, name)
		if sheet.kind != "Self-Check Sheet":
			continue
		with acting_as(_secretary(branch)):
			for line in sheet.lines[:_TICKED_THIS_YEAR]:
				line.tick = "Yes"
			sheet.lines[_TICKED_THIS_YEAR - 1].update({"tick": "Partly", "reason": "资料登记正在补录"})
			# In a year to come his term has ended, and nobody has entered the next one.
			sheet.save(ignore_permissions=True)


def _secretary(branch: str) -> str | None:
	filters = {"branch": branch, "post": "Secretary", "status": "In Office"}
	member = frappe.db.get_value("Party Post", filters, "member")
	return member and frappe.db.get_value("Party Member", member, "user")
