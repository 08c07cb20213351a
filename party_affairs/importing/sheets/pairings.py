"""联系群众: Contact Pairing, one a contact and member, with a log of the times they met; and Contacted Person, one whoever is contacted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.facts.contact.persons import written
from party_affairs.facts.documents import stored
from party_affairs.importing.layout import PAIRINGS
from party_affairs.importing.lookups import Person
from party_affairs.importing.matching import Key, agreeing, match
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, filled, settle_person
from party_affairs.importing.writer import Later
from party_affairs.rules.contact.persons import Entry, are_one, first_of, grouped
from party_affairs.rules.names import name_key

_AS_TYPED = ("contact_name", "contact_kind", "start_date", "end_date", "measures", "results")
_FIELDS = (*_AS_TYPED, "member", "branch", "contact", "import_row")
_OF_PERSON = ("phone", "address", "family")
_PERSON_FIELDS = (*_OF_PERSON, "contact_name", "contact_kind", "branch", "firm", "consent", "import_row")
_READ = ("contact_date", "method", "matter", "handling", "result")
_TOLD = ("matter", "handling", "result")
_LOG = (*_READ, "written_by", "written_on")


@dataclass
class Contact:
	"""A contact of the sheet: its first row, and the rows below that only go on with the log."""

	head: Record
	person: Person | None
	rows: list[Record] = field(default_factory=list)


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update pairings; meetings with a contact are added to the log, never taken out of it."""
	context.lookups.load_firms(record.get("firm") for record in records)
	contacts = _contacts(records, context)
	pairings = stored("Contact Pairing", {"branch": context.branch}, _FIELDS, {"contact_log": _LOG})
	prepared = [_values(contact, context) for contact in contacts]
	found = match(
		prepared,
		pairings,
		(_by_start, _by_contact, _by_ended_contact(context.year)),
		lambda row, pairing: bool(agreeing(row, pairing, "member", "contact_name")),
	)
	days = _days_by_pair(pairings)
	persons = _persons(
		contacts,
		[pairings[found[place]] if place in found else None for place in range(len(contacts))],
		context,
	)
	for position, contact in enumerate(contacts):
		existing = pairings[found[position]] if position in found else None
		values = prepared[position]
		_complete(contact, values, existing, days.get(_pair(values), frozenset()), context)
		if position in persons:
			values["contact"] = persons[position]
		if all(record.ready for record in contact.rows):
			context.save(contact.head, "Contact Pairing", values, existing)
	context.note_left_over(PAIRINGS, pairings, found.values(), lambda pairing: pairing.contact_name)


def _contacts(records: list[Record], context: Context) -> list[Contact]:
	"""Group the rows: an empty member is the one above, an empty contact goes on with the contact above."""
	contacts: list[Contact] = []
	by_pair: dict[tuple[str, str], Contact] = {}
	named: Record | None = None
	person: Person | None = None
	for record in records:
		goes_on = not record.get("member") and not record.get("contact_name")
		if goes_on and contacts:
			contacts[-1].rows.append(record)
			continue
		if record.get("member"):
			named, person = record, settle_person(record, "member", context)
		elif named is None:
			record.refuse("member", "Please fill in this cell.")
		elif person is None:
			record.waits = True  # what is wrong with the member is said where he is named
		if not record.get("contact_name"):
			record.refuse("contact_name", "Please fill in this cell.")
		key = (person.name if person else "", name_key(record.get("contact_name")))
		if all(key) and key in by_pair:
			by_pair[key].rows.append(record)
			continue
		by_pair[key] = Contact(record, person, [record])
		contacts.append(by_pair[key])
	return contacts


def _values(contact: Contact, context: Context) -> dict[str, Any]:
	head = contact.head
	if head.get("firm") and not context.lookups.find_firm(head.get("firm")):
		head.note("firm", "No law firm of this name is entered; the field stays empty.")
	return {
		**columns(head, *_AS_TYPED),
		"member": contact.person.name if contact.person else None,
		"branch": context.branch,
		"import_row": context.import_row(head),
	}


def _persons(
	contacts: list[Contact], pairings: list[Mapping[str, Any] | None], context: Context
) -> dict[int, str | Later]:
	"""Bring in who is contacted, one record a person, and return for the positions of `contacts` whose record it is.

	It is the person of the pairing that a row is, else one on record who may be the same, else a new one: rows of one name
	are one person unless their phones or firms say otherwise.
	"""
	stored_persons = {
		row.name: row for row in stored("Contacted Person", {"branch": context.branch}, _PERSON_FIELDS)
	}
	entries = [_entry(contact.head, context) for contact in contacts]
	known = [(row.name, Entry(row.contact_name, row.firm, row.phone)) for row in stored_persons.values()]
	rows_of: dict[str, list[int]] = defaultdict(list)
	fresh = []
	for place, contact in enumerate(contacts):
		if not contact.head.get("contact_name"):
			continue
		own = (pairings[place] or {}).get("contact")
		if own not in stored_persons:
			own = next((name for name, entry in known if are_one(entries[place], entry)), None)
		if own:
			rows_of[own].append(place)
		else:
			fresh.append(place)
	found: dict[int, str | Later] = {}
	for name, places in rows_of.items():
		_save_person([contacts[place] for place in places], stored_persons[name], context)
		found.update(dict.fromkeys(places, name))
	for group in grouped([entries[place] for place in fresh]):
		places = [fresh[number] for number in group]
		later = _save_person([contacts[place] for place in places], None, context)
		if later:
			found.update(dict.fromkeys(places, later))
	return found


def _entry(head: Record, context: Context) -> Entry:
	phone = None if "phone" in head.masked else head.get("phone")
	return Entry(head.get("contact_name") or "", context.lookups.find_firm(head.get("firm")), phone)


def _save_person(rows: list[Contact], existing: Mapping[str, Any] | None, context: Context) -> Later | None:
	"""Bring a person to what the rows say of him, the first that says something; return who a new one will be."""
	heads = [contact.head for contact in rows if contact.head.ready and contact.person]
	if not heads:
		return None
	values: dict[str, Any] = {
		key: first_of(head.get(key) for head in heads if key not in head.masked)
		for key in _OF_PERSON
		if any(head.has(key) for head in heads)
	}
	values["firm"] = first_of(context.lookups.find_firm(head.get("firm")) for head in heads)
	head = heads[0]
	if existing:
		said = {key: value for key, value in values.items() if value}
		if existing["consent"] == "Consent Declined" and said.keys() & set(_OF_PERSON):
			head.note(
				"contact_name",
				"{name} declined to have personal data kept: it was left out.",
				name=head.get("contact_name"),
			)
			said = {key: value for key, value in said.items() if key not in _OF_PERSON}
		context.save(head, "Contacted Person", said, existing)
		return None
	row, name = context.import_row(head), head.get("contact_name")
	values.update(
		contact_name=name,
		contact_kind=first_of(head.get("contact_kind") for head in heads),
		branch=context.branch,
	)
	context.save(head, "Contacted Person", values)
	return Later(name, lambda: _written(context.branch, name, row))


def _written(branch: str, name: str, row: str) -> str:
	person = written(branch, name, row)
	if not person:
		frappe.throw(_("{0} could not be entered as a contact person.").format(frappe.bold(name)))
	return person


def _complete(
	contact: Contact,
	values: dict[str, Any],
	existing: Mapping[str, Any] | None,
	known_days: Collection[date],
	context: Context,
) -> None:
	"""Add the log, and what a new pairing needs."""
	log = [dict(row) for row in existing["contact_log"]] if existing else []
	# A log to which nothing is added keeps its order: to sort it would be a change.
	grew = [_add_to_log(log, record, known_days) for record in contact.rows]
	if any(grew):
		log.sort(key=lambda row: getdate(row["contact_date"]))
	if log:
		values["contact_log"] = [{key: row.get(key) for key in _LOG} for row in log]
	if existing:
		return
	if not values.get("contact_kind"):
		contact.head.refuse("contact_kind", "Please fill in this cell.")
	if not values.get("start_date"):
		dates = [getdate(row["contact_date"]) for row in log]
		values["start_date"] = min(dates, default=date(context.year, 1, 1))
		contact.head.note(
			"start_date", "No day is given; {day} was taken.", day=values["start_date"].isoformat()
		)


def _add_to_log(log: list[dict[str, Any]], record: Record, known_days: Collection[date]) -> bool:
	"""Add the days of a row, and say whether there were new ones; what was raised and done belongs to the last of them.

	Of `known_days` an earlier or later pairing with the same contact may have the log: a mere day is not added again.
	"""
	length = len(log)
	days = record.get("contact_date") or []
	told = {key: record.get(key) for key in _TOLD}
	if not days and any(told.values()) and "contact_date" not in record.masked:
		record.refuse("contact_date", "A contact needs its day.")
	method = record.get("contact_method")
	for day in days:
		new = {"contact_date": day, "method": method}
		new.update(told if day == days[-1] else dict.fromkeys(told))
		# Without a way of meeting the day alone says which contact it was.
		same = [row for row in log if getdate(row["contact_date"]) == day and method in (None, row["method"])]
		if same:
			same[0].update(filled(new, clears=False))
		elif day not in known_days or any(filled(new, clears=False).keys() - {"contact_date"}):
			log.append({**new, "method": method or "Face to Face"})
	return len(log) > length


def _pair(row: Mapping[str, Any]) -> tuple[str | None, str]:
	return row.get("member"), name_key(row.get("contact_name"))


def _days_by_pair(pairings: Iterable[Mapping[str, Any]]) -> dict[tuple[str | None, str], set[date]]:
	days: dict[tuple[str | None, str], set[date]] = defaultdict(set)
	for pairing in pairings:
		days[_pair(pairing)].update(getdate(row["contact_date"]) for row in pairing["contact_log"])
	return days


def _by_start(row: Mapping[str, Any]) -> Any:
	if row.get("member") and row.get("contact_name") and row.get("start_date"):
		return row["member"], name_key(row["contact_name"]), getdate(row["start_date"])
	return None


def _by_contact(row: Mapping[str, Any]) -> Any:
	if row.get("member") and row.get("contact_name") and not row.get("end_date"):
		return row["member"], name_key(row["contact_name"])
	return None


def _by_ended_contact(year: int) -> Key:
	"""A row without days of its own is also the pairing that ended in the year, where no other one runs."""

	def key(row: Mapping[str, Any]) -> Any:
		ended = row.get("end_date") and getdate(row["end_date"]).year >= year
		if row.get("member") and row.get("contact_name") and (ended or not row.get("start_date")):
			return row["member"], name_key(row["contact_name"])
		return None

	return key
