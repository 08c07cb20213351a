"""The board, the rooms and the books of sample branches: entered and taken through the steps by the sample logins whom it concerns.

Each function creates only what is missing.
"""

import json
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import add_days, getdate, nowdate

from party_affairs.api.notice import notices, own, photos
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES, member_named
from party_affairs.facts.contact import welfare
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.notice.notices import NOTICE, OBJECTION
from party_affairs.facts.notice.photos import ACTIVITY, PHOTO
from party_affairs.rules.notice import venue

_CHECK, _MATERIAL = "Party Venue Check", "Study Material"


def read() -> dict[str, Any]:
	"""Return the records of samples/notices.json."""
	return json.loads((SAMPLES / "notices.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create notices with an objection, photos that hang, checks of rooms, and study material."""
	for row in records["notices"]:
		_make_known(row)
	with acting_as(records["photos"]["user"]):
		_hang_photos(records["photos"]["branch"], records["photos"]["people"])
	for row in records["venue_checks"]:
		with acting_as(row["user"]):
			_look_at_rooms(row)
	for row in records["study_material"]:
		with acting_as(row["user"]):
			_shelve(row)


def _make_known(row: dict[str, Any]) -> None:
	if frappe.db.exists(NOTICE, {key: row["values"][key] for key in ("branch", "title")}):
		return
	with acting_as(row["writer"]):
		notice = frappe.get_doc({"doctype": NOTICE, **row["values"]}).insert().name
		notices.submit(notice)
	if "leader" not in row:
		return
	with acting_as(row["leader"]):
		notices.approve(notice)
		notices.publish(notice)
	if objection := row.get("objection"):
		with acting_as(objection["user"]):
			own.object_to(notice, objection["text"])
		with acting_as(row["leader"]):
			document = frappe.get_doc(OBJECTION, {"notice": notice})
			document.note_seen()
			document.answer = objection["answer"]
			document.save()


def _hang_photos(branch: str, people: dict[str, Any]) -> None:
	"""The photos of the activities that those shown have agreed to (`people`, by caption), or on which nobody can be recognised."""
	today = getdate(nowdate())
	for row in welfare.photos(of_branches([branch]), today - timedelta(days=3 * 366), today):
		if frappe.db.exists(PHOTO, {"branch": branch, "photo": row.photo}):
			continue
		photo = frappe.get_doc(
			{
				"doctype": PHOTO,
				"branch": branch,
				"caption": row.caption or row.project,
				"taken_on": row.taken_on,
				"source_doctype": ACTIVITY,
				"source_name": row.name,
				"photo": row.photo,
				"nobody_recognisable": int(row.caption not in people),
				"people": _people(people.get(row.caption), branch, row.taken_on),
			}
		).insert()
		photos.hang(photo.name)


def _people(shown: dict[str, list[str]] | None, branch: str, day: date) -> list[dict[str, Any]]:
	if shown is None:
		return []
	consent = {"consented_on": day, "consent_way": "By Word of Mouth"}
	return [
		*({"member": member_named(name, branch), **consent} for name in shown["members"]),
		*({"person_name": name, **consent} for name in shown["others"]),
	]


def _look_at_rooms(row: dict[str, Any]) -> None:
	if frappe.db.exists(_CHECK, {"branch": row["branch"]}):
		return
	check = frappe.get_doc(
		{
			"doctype": _CHECK,
			"branch": row["branch"],
			"checked_on": add_days(nowdate(), -row["days_ago"]),
			"inspector": row["inspector"],
		}
	).insert()
	for item in check.get("items"):
		item.state = venue.THERE
		if item.item in row["missing"]:
			item.state = venue.MISSING
		elif reason := row["not_applicable"].get(item.item):
			item.state, item.note = venue.NOT_APPLICABLE, reason
	check.save()


def _shelve(row: dict[str, Any]) -> None:
	values = {"branch": row["branch"], **row["values"]}
	if frappe.db.exists(_MATERIAL, {key: values[key] for key in ("branch", "title")}):
		return
	material = frappe.get_doc({"doctype": _MATERIAL, **values})
	if name := row.get("lent_to"):
		member = member_named(name, row["branch"])
		material.append("loans", {"member": member, "copies": 1, "lent_on": add_days(nowdate(), -12)})
	material.append(
		"counts", {"counted_on": add_days(nowdate(), -5), "counted": values["copies"] - bool(name)}
	)
	material.insert()
