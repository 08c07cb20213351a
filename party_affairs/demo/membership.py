"""What happened to posts and members in and before the sample year: an election, development cases, transfers, events.

Each function creates only what is missing, so that loading a second time changes nothing.
"""

import json
from typing import Any

import frappe

from party_affairs.api.members.record import accept_transfer
from party_affairs.demo.organisation import SAMPLES, member_named
from party_affairs.facts.members.development import KEY_OF_LABEL

_SUBMITTED = 1


def read() -> dict[str, Any]:
	"""Return the records of samples/membership.json."""
	return json.loads((SAMPLES / "membership.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create all records, in the order in which they build on one another."""
	for row in records["posts_ended"]:
		_create_post(row)
	for row in records["development_cases"]:
		_open_case(row)
	for row in records["elections"]:
		_hold_election(row)
	for row in records["absences"]:
		_mark_away(row)
	for row in records["member_events"]:
		_record_event(row)
	for row in records["transfers"]:
		_transfer(row)
	for row in records["membership_changes"]:
		_create("Party Membership Change", row, ("kind", "effective_on"), submit=True)
	for row in records["plans_decided"]:
		_decide_plan(row)
	for row in records["two_way_cultivation"]:
		_list_for_cultivation(row)


def _create(doctype: str, row: dict[str, Any], identity: tuple[str, ...], submit: bool = False):
	"""Insert a record about the member whom the row names, unless it is there."""
	values = {**row, "member": member_named(row["member"], row["branch"])}
	# A member who has moved since is not found by name there; the records are there already.
	if not values["member"] or frappe.db.exists(doctype, {key: values[key] for key in ("member", *identity)}):
		return None
	document = frappe.get_doc({"doctype": doctype, **values}).insert()
	if submit:
		document.submit()
	return document


def _create_post(row: dict[str, Any]) -> None:
	_create("Party Post", row, ("branch", "post", "start_date"))


def _hold_election(row: dict[str, Any]) -> None:
	branch = row["branch"]
	if frappe.db.exists("Party Election", {"branch": branch, "held_on": row["held_on"]}):
		return
	election = frappe.get_doc(
		{
			"doctype": "Party Election",
			**{key: _with_members(value, branch) for key, value in row.items()},
			"chair": member_named(row["chair"], branch),
			"meeting": meeting_of(branch, "Member Assembly", row["held_on"]),
		}
	).insert()
	election.submit()


def _with_members(value: Any, branch: str) -> Any:
	"""Rows of a table name their members; documents link them."""
	if not isinstance(value, list):
		return value
	return [
		{**row, "member": member_named(row["member"], branch)} if "member" in row else row for row in value
	]


def meeting_of(branch: str, kind: str, day: str) -> str:
	"""Return the meeting of a kind that a branch held on a day."""
	filters = {"branch": branch, "kind": kind, "meeting_date": day, "docstatus": _SUBMITTED}
	return frappe.db.get_value("Party Meeting", filters, "name")


def _mark_away(row: dict[str, Any]) -> None:
	post = frappe.db.get_value(
		"Party Post",
		{"branch": row["branch"], "post": row["post"], "member": member_named(row["member"], row["branch"])},
		"name",
	)
	identity = {"party_post": post, "away_from": row["away_from"]}
	if not frappe.db.exists("Party Post Absence", identity):
		frappe.get_doc(
			{
				"doctype": "Party Post Absence",
				**identity,
				"away_until": row["away_until"],
				"reason": row["reason"],
			}
		).insert()


def _open_case(row: dict[str, Any]) -> None:
	branch, member = row["branch"], member_named(row["member"], row["branch"])
	if frappe.db.exists("Party Development Case", {"member": member}):
		return
	case = frappe.get_doc({"doctype": "Party Development Case", "member": member}).insert()
	case.update(row.get("values", {}))
	for capacity, name, since in row.get("sponsors", ()):
		case.append(
			"sponsors",
			{"capacity": capacity, "member": member_named(name, branch), "from_date": since},
		)
	for day, investigator in row.get("investigations", ()):
		case.append(
			"investigations",
			{
				"investigated_on": day,
				"investigator": member_named(investigator, branch),
				"opinion": "思想上要求进步，学习认真，执业规范，群众反映良好，建议继续培养。",
			},
		)
	for step in case.steps:
		_date_step(step, row, branch)
	case.save()


def _date_step(step, row: dict[str, Any], branch: str) -> None:
	key = KEY_OF_LABEL[step.step]
	day = row["steps"].get(key)
	if not day:
		return
	step.done_on = day
	step.document_no = row.get("document_nos", {}).get(key)
	kind = row.get("meetings", {}).get(key)
	step.meeting = meeting_of(branch, kind, day) if kind else None
	if key in row.get("votes", {}):
		step.eligible, step.present, step.in_favour, step.written_in_favour = row["votes"][key]


def _transfer(row: dict[str, Any]) -> None:
	if frappe.db.exists("Party Membership Transfer", {"letter_no": row["letter_no"]}):
		return
	values = {**row, "member": member_named(row["member"], row["branch"])} if "member" in row else row
	transfer = frappe.get_doc({"doctype": "Party Membership Transfer", **values}).insert()
	transfer.submit()
	if "accepted_on" in row:
		accept_transfer(transfer.name, row["accepted_on"], row["receipt_no"])


def _record_event(row: dict[str, Any]) -> None:
	values = {key: value for key, value in row.items() if key != "discussed_on"}
	if "discussed_on" in row:
		values["meeting"] = meeting_of(row["branch"], "Committee Meeting", row["discussed_on"])
	_create("Party Member Event", values, ("kind", "happened_on"))


def _decide_plan(row: dict[str, Any]) -> None:
	"""Name the committee meeting that decided a branch's annual plan."""
	year = int(row["day"][:4])
	plan = frappe.get_doc("Party Annual Plan", {"branch": row["branch"], "year": year})
	if not plan.discussed_in:
		plan.discussed_in = meeting_of(row["branch"], "Committee Meeting", row["day"])
		plan.save()


def _list_for_cultivation(row: dict[str, Any]) -> None:
	values = {**row, "mentor": member_named(row["mentor"], row["branch"])}
	if "member" in row:
		values["member"] = member_named(row["member"], row["branch"])
	identity = {key: values[key] for key in ("branch", "direction", "mentor", "started_on")}
	if not frappe.db.exists("Two Way Cultivation", identity):
		frappe.get_doc({"doctype": "Two Way Cultivation", **values}).insert()
