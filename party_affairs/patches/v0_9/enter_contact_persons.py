"""Whom members keep contact with stood in each pairing; now one person is one record, whoever is paired with him.

Pairings of one branch with the same name are one person, unless their phones, or else their law firms, say otherwise. Those of two
branches stay apart: nobody is to read in one what was entered in the other. Who wrote the lines of the logs is taken from Frappe's own columns.
"""

from collections import defaultdict
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.contact.persons import COPIED
from party_affairs.guide.privacy.retention import placeholder
from party_affairs.privacy.contacts import set_paired_until
from party_affairs.rules.contact.persons import Entry, first_of, grouped

_PAIRING, _PERSON, _LOG = "Contact Pairing", "Contacted Person", "Contact Pairing Log"


def execute():
	by_branch = defaultdict(list)
	for row in _pairings_without_person():
		by_branch[row.branch].append(row)
	for branch, rows in sorted(by_branch.items()):
		_enter(branch, rows)
	log = DocType(_LOG)
	(
		frappe.qb.update(log)
		.set(log.written_by, log.owner)
		.set(log.written_on, log.creation)
		.where(log.written_on.isnull())
	).run()


def _pairings_without_person() -> list:
	return frappe.get_all(
		_PAIRING,
		filters={"contact": ["is", "not set"], "contact_name": ["not in", ["", placeholder()]]},
		fields=["name", "branch", "contact_kind", "start_date", "end_date", *COPIED],
		order_by="creation, name",
	)


def _enter(branch: str, rows: list) -> None:
	entries = [Entry(row.contact_name, row.firm, row.phone) for row in rows]
	for group in grouped(entries):
		# What was written last is most likely still true.
		latest = sorted((rows[place] for place in group), key=_recency, reverse=True)
		person = frappe.new_doc(_PERSON)
		person.update({fieldname: first_of(row[fieldname] for row in latest) for fieldname in COPIED})
		person.update({"branch": branch, "contact_kind": latest[0].contact_kind})
		person.flags.told_apart = True
		person.insert(ignore_permissions=True)
		shown = {fieldname: person.get(fieldname) for fieldname in COPIED}
		names = [row.name for row in latest]
		frappe.db.set_value(
			_PAIRING, {"name": ["in", names]}, {"contact": person.name, **shown}, update_modified=False
		)
		set_paired_until({person.name})


def _recency(row) -> tuple:
	return row.end_date or date.max, row.start_date, row.name
