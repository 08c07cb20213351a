"""Since when nobody is paired with a contact person any more: from this day on runs the time for which his data is kept."""

from collections.abc import Iterable

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.facts.contact.persons import PERSON, paired_until


def set_paired_until(persons: Iterable[str | None]) -> None:
	"""Bring `paired_until` of contact persons up to date: empty while a pairing has no end, today where there is none at all."""
	wanted = {person for person in persons if person}
	found = paired_until(wanted) if wanted else {}
	for person in sorted(wanted):
		until = found[person] if person in found else getdate(nowdate())
		frappe.db.set_value(PERSON, person, "paired_until", until, update_modified=False)
