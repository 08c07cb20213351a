"""Contact persons: who is on record in a branch, whom pairings are with, and until when they run."""

from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Max
from frappe.utils import getdate
from frappe.utils.nestedset import get_ancestors_of

from party_affairs.facts.contact.pairings import runs
from party_affairs.facts.criteria import Which
from party_affairs.guide.privacy.retention import placeholder

PERSON, _PAIRING = "Contacted Person", "Contact Pairing"
COPIED = ("contact_name", "phone", "address", "family", "firm")
"""Fields of a contact that his pairings show as well."""

_FOR_EVER = date(9999, 12, 31)


def like(branch: str, name: str, phone: str, leaving_out: str) -> list:
	"""Return the contacts of a branch and of the organisations above it that have this name or this phone: one query besides the tree.

	Rows have name, contact_name, firm, phone and branch, those of the branch itself first.
	"""
	organisations = [branch, *get_ancestors_of("Party Branch", branch)]
	person = DocType(PERSON)
	alike = person.contact_name == name
	if phone:
		alike |= person.phone.like(f"%{phone}")
	rows = (
		frappe.qb.from_(person)
		.select(person.name, person.contact_name, person.firm, person.phone, person.branch)
		.where(person.branch.isin(organisations) & (person.name != leaving_out) & alike)
		.orderby(person.name)
	).run(as_dict=True)
	return sorted(rows, key=lambda row: organisations.index(row.branch))


def of_name(branch: str, name: str) -> list:
	"""Return the contacts of a branch with this name, with name, contact_name, firm and phone: one query."""
	return frappe.get_all(
		PERSON,
		filters={"branch": branch, "contact_name": name},
		fields=["name", "contact_name", "firm", "phone"],
		order_by="name",
	)


def pairings_of(persons: Sequence[str]) -> list:
	"""Return the pairings with `persons`, with name, branch, member, contact, end_date and contact_name: one query."""
	return frappe.get_all(
		_PAIRING,
		filters={"contact": ["in", list(persons) or [""]]},
		fields=["name", "branch", "member", "contact", "end_date", "contact_name"],
		order_by="name",
	)


def paired_until(persons: Iterable[str]) -> dict[str, date | None]:
	"""Return by contact the last day on which a pairing with him runs, None while one has no end: one query.

	Whom nobody is paired with is not among them.
	"""
	pairing = DocType(_PAIRING)
	rows = (
		frappe.qb.from_(pairing)
		.select(pairing.contact, Max(Coalesce(pairing.end_date, _FOR_EVER)))
		.where(pairing.contact.isin(sorted(persons) or [""]))
		.groupby(pairing.contact)
	).run()
	days = {name: getdate(last) for name, last in rows}
	return {name: None if last == _FOR_EVER else last for name, last in days.items()}


def of_branches(which: Which, day: date) -> list:
	"""Return the contacts who may be paired with somebody on `day`, by name: one query.

	Rows have name, branch, contact_kind and firm, joined_party_on and left_firm_on. Those whose data was forgotten are left out.
	"""
	person = DocType(PERSON)
	return (
		frappe.qb.from_(person)
		.select(person.name, person.branch, person.contact_kind, person.firm)
		.select(person.joined_party_on, person.left_firm_on)
		.where(which(person) & (person.contact_name != placeholder()))
		.orderby(person.contact_name, person.name)
	).run(as_dict=True)


def running_with(persons: Sequence[str], day: date) -> list:
	"""Return the pairings with `persons` that run on `day`, with name, member and contact: one query."""
	pairing = DocType(_PAIRING)
	return (
		frappe.qb.from_(pairing)
		.select(pairing.name, pairing.member, pairing.contact)
		.where(pairing.contact.isin(list(persons) or [""]) & runs(pairing, day, day))
		.orderby(pairing.name)
	).run(as_dict=True)


def written(branch: str, name: str, import_row: str) -> str | None:
	"""Return the contact of a branch that was brought in from a row of its workbook, the latest if there are several: one query."""
	filters = {"branch": branch, "contact_name": "".join(name.split()), "import_row": import_row}
	return frappe.db.get_value(PERSON, filters, "name", order_by="creation desc")


def opinions_of(persons: Sequence[str]) -> list:
	"""Return name and branch of the opinions that `persons` raised: one query."""
	filters = {"contact": ["in", list(persons) or [""]]}
	return frappe.get_all("Raised Opinion", filters=filters, fields=["name", "branch"], order_by="name")
