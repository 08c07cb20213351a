"""The contacts of one member, without what is sensitive of them."""

from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max

from party_affairs.facts.contact.pairings import runs
from party_affairs.guide.privacy.retention import placeholder


def pairings(member: str, day: date) -> list:
	"""Return the pairings of a member that run on `day`, the earliest first: one query.

	Rows have contact_name, contact_kind and start_date, the number of `contacts` made and the `last_contact`. Address,
	telephone and family stay with the branch.
	"""
	pairing, log = DocType("Contact Pairing"), DocType("Contact Pairing Log")
	return (
		frappe.qb.from_(pairing)
		.left_join(log)
		.on((log.parent == pairing.name) & (log.parenttype == "Contact Pairing"))
		.select(pairing.contact_name, pairing.contact_kind, pairing.start_date)
		.select(Count(log.name).as_("contacts"), Max(log.contact_date).as_("last_contact"))
		.where((pairing.member == member) & runs(pairing, day, day))
		.groupby(pairing.name, pairing.contact_name, pairing.contact_kind, pairing.start_date)
		.orderby(pairing.start_date, pairing.name)
	).run(as_dict=True)


def contacts(member: str, day: date) -> list:
	"""Return the pairings of a member that run on `day`, with their logs, the latest entry first: two queries.

	Rows have name, contact_name, contact_kind, start_date, measures, results, `person_branch`, last_contact and `entries`,
	and the telephone of a contact who agreed to its being kept.
	"""
	pairing, person = DocType("Contact Pairing"), DocType("Contacted Person")
	rows = (
		frappe.qb.from_(pairing)
		.left_join(person)
		.on(person.name == pairing.contact)
		.select(pairing.name, pairing.contact_name, pairing.contact_kind, pairing.start_date)
		.select(pairing.measures, pairing.results, person.branch.as_("person_branch"))
		.select(person.phone, person.consent)
		.where((pairing.member == member) & runs(pairing, day, day))
		.where(pairing.contact_name != placeholder())
		.orderby(pairing.start_date, pairing.name)
	).run(as_dict=True)
	entries = frappe.get_all(
		"Contact Pairing Log",
		filters={"parenttype": "Contact Pairing", "parent": ["in", [row.name for row in rows] or [""]]},
		fields=["parent", "contact_date", "method", "matter", "handling", "result", "written_by"],
		order_by="contact_date desc, idx desc",
	)
	of_pairing: dict[str, list] = {row.name: [] for row in rows}
	for entry in entries:
		of_pairing[entry.parent].append(entry)
	for row in rows:
		row.entries = of_pairing[row.name]
		row.last_contact = row.entries[0].contact_date if row.entries else None
		row.phone = row.phone if row.pop("consent") == "Consented" else None
	return rows


def has_running(member: str, pairing: str, day: date) -> bool:
	"""Whether a pairing is one of the member and runs on `day`: one query."""
	table = DocType("Contact Pairing")
	query = frappe.qb.from_(table).select(table.name)
	return bool(query.where((table.name == pairing) & (table.member == member) & runs(table, day, day)).run())
