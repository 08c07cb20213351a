"""Contacts and opinions of the sample: who is shared, who joined the Party, what was raised, and a suggestion half decided.

The workbooks bring the pairings; here stands what a secretary and a member add to them. Each function creates only what is missing.
"""

import json
from typing import Any

import frappe
from frappe.utils import add_days, getdate, nowdate

from party_affairs.api.contact import my_contacts, suggestions
from party_affairs.api.contact import opinions as register
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES, member_named

PERSON, PAIRING, OPINION, SUGGESTION = (
	"Contacted Person",
	"Contact Pairing",
	"Raised Opinion",
	"Contact Suggestion",
)
_COUNCILS = ("Democratic Talk", "Party Mass Council", "Development Conference")
_PEOPLE = ("member", "referred_to", "answered_by")


def read() -> dict[str, Any]:
	"""Return the records of samples/contact.json."""
	return json.loads((SAMPLES / "contact.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create what is told of contacts and opinions, in the name of those who would."""
	_consents(records["consents"])
	for row in records["persons"]:
		_person(row)
	for row in records["shared"]:
		_share(row)
	for row in records["joined_the_party"]:
		contact = _pairing_of(row["branch"], row["member"], row["kind"]).contact
		_change(contact, joined_party_on=row["on"], note=row["note"])
	for row in records["left_the_firm"]:
		_change(_named(row["branch"], row["name"]), left_firm_on=row["on"], note=row["note"])
	_register_councils(records["councils"])
	for row in records["opinions"]:
		_raise(row)
	if not frappe.db.exists(SUGGESTION, {"branch": records["suggestion"]["branch"]}):
		_log(records["logs"])
		for row in records["recent"]:
			_raise_on_page(row)
		_suggest(records["suggestion"])


def _consents(rule: dict[str, Any]) -> None:
	"""Every third contact of these branches was asked and agreed; one declined."""
	for branch in rule["branches"]:
		declined = rule["declined"].get(branch, {})
		names = frappe.get_all(PERSON, filters={"branch": branch}, pluck="name", order_by="name")
		for number, name in enumerate(names):
			if number == declined.get("number"):
				_change(
					name, consent="Consent Declined", consent_on=declined["on"], consent_way=declined["way"]
				)
			elif number % rule["every"] == 0:
				_change(name, consent="Consented", consent_on=rule["on"], consent_way=rule["way"])


def _change(name: str, **values: Any) -> None:
	document = frappe.get_doc(PERSON, name)
	if all(str(document.get(key)) == str(value) for key, value in values.items()):
		return
	document.update(values)
	document.save()


def _person(row: dict[str, Any]) -> None:
	if not _named(row["branch"], row["contact_name"]):
		frappe.get_doc({"doctype": PERSON, **row}).insert()


def _named(branch: str, name: str) -> str | None:
	return frappe.db.get_value(PERSON, {"branch": branch, "contact_name": name})


def _pairing_of(branch: str, member: str, kind: str) -> Any:
	"""The first pairing of this kind that a member has by the workbook."""
	filters = {"member": member_named(member, branch), "contact_kind": kind}
	return frappe.get_last_doc(PAIRING, filters, order_by="name asc")


def _share(row: dict[str, Any]) -> None:
	"""Two members keep contact with one person: one record, and a pairing each."""
	contact = _pairing_of(row["branch"], row["with"], row["kind"]).contact
	values = {"member": member_named(row["member"], row["branch"]), "contact": contact}
	if frappe.db.exists(PAIRING, values):
		return
	frappe.get_doc(
		doctype=PAIRING,
		contact_kind=row["kind"],
		start_date=row["from"],
		measures=row["measures"],
		results=row["results"],
		**values,
	).insert()


def _register_councils(rule: dict[str, Any]) -> None:
	meetings = frappe.get_all(
		"Party Meeting",
		filters={"branch": rule["branch"], "kind": ["in", _COUNCILS], "docstatus": 1},
		pluck="name",
		order_by="meeting_date",
	)
	with acting_as(rule["user"]):
		for meeting in meetings:
			rows = register.from_source("Party Meeting", meeting)
			for row in rows:
				row["is_unnamed"] = int(row["opinion"] in rule["unnamed"])
			if rows:
				register.register("Party Meeting", meeting, rows)


def _raise(row: dict[str, Any]) -> None:
	values = {key: value for key, value in row.items() if key != "user"}
	values.update({key: member_named(row[key], row["branch"]) for key in _PEOPLE if key in row})
	if frappe.db.exists(
		OPINION, {"branch": row["branch"], "raised_on": row["raised_on"], "occasion": row["occasion"]}
	):
		return
	with acting_as(row.get("user")):
		frappe.get_doc({"doctype": OPINION, **values}).insert()


def _log(rows: list[dict[str, Any]]) -> None:
	"""What a member has written on his telephone lately."""
	for row in rows:
		with acting_as(row["user"]):
			contacts = sorted(my_contacts.my_contacts(), key=lambda contact: contact.name)
			if len(contacts) >= row["number"]:
				my_contacts.add_contact(
					contacts[row["number"] - 1].name,
					getdate(add_days(nowdate(), -row["days_ago"])),
					row["method"],
					row["matter"],
					row["handling"],
					row["result"],
				)


def _raise_on_page(row: dict[str, Any]) -> None:
	with acting_as(row["user"]):
		my_contacts.raise_opinion(row["opinion"], row.get("unnamed", 0))


def _suggest(rule: dict[str, Any]) -> None:
	with acting_as(rule["user"]):
		name = suggestions.make(rule["branch"], rule["most_contacts"], rule["most_members"])
		lines = frappe.get_doc(SUGGESTION, name).lines
		for line, told in zip(lines, rule["decisions"], strict=False):
			other = told.get("changed_to")
			suggestions.decide(
				name,
				[line.name],
				told["decision"],
				changed_to=_named(rule["branch"], other) if other else None,
				note=told.get("note"),
			)
