"""What the records know of the people of an organisation, for the guard of publications alone.

Read whatever the caller may read, and shown to nobody: the guard compares it with a text and says no more than what kind of thing
the text tells. Who has complained about whom is not read here: a guard that stopped at one name and passed another would tell.
"""

from collections import defaultdict

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide.privacy.retention import placeholder
from party_affairs.rules.notice.guard import Person


def persons(branch: str) -> list[Person]:
	"""Return whom the records of an organisation, and of those below it, know: three queries.

	Members with mobile, address, identity number and day of birth; people whom they keep in touch with, unless a member has the
	same name. Incomes are not read: a text that was refused for one sum and not for another would tell what somebody earns.
	"""
	branches = branch_and_below(branch) or [""]
	members = frappe.get_all(
		"Party Member",
		filters={"branch": ["in", branches]},
		fields=["name", "member_name", "mobile", "address", "id_number", "birth_date"],
	)
	found = [
		Person(
			row.member_name,
			phones=_filled(row.mobile),
			addresses=_filled(row.address),
			id_numbers=_filled(row.id_number),
			birth_date=getdate(row.birth_date) if row.birth_date else None,
		)
		for row in members
	]
	names = {person.name for person in found} | {placeholder()}
	return [*found, *(person for person in _contacts(branches) if person.name not in names)]


def _contacts(branches: list[str]) -> list[Person]:
	fields = ["contact_name", "phone", "address"]
	found: dict[str, list] = defaultdict(list)
	for doctype in ("Contacted Person", "Contact Pairing"):
		for row in frappe.get_all(doctype, filters={"branch": ["in", branches]}, fields=fields):
			if row.contact_name:
				found[row.contact_name].append(row)
	return [
		Person(
			name,
			phones=_filled(*(row.phone for row in rows)),
			addresses=_filled(*(row.address for row in rows)),
			is_contact=True,
		)
		for name, rows in found.items()
	]


def _filled(*values: str | None) -> tuple[str, ...]:
	return tuple(dict.fromkeys(value.strip() for value in values if value and value.strip()))


def own_numbers(branch: str) -> tuple[str, ...]:
	"""Return telephone and e-mail of an organisation, and telephone and address of the firms it covers: they may be named. Two queries."""
	organisation = frappe.db.get_value("Party Branch", branch, ["phone", "email"]) or ()
	firm, covered = DocType("Law Firm"), DocType("Party Branch Firm")
	firms = (
		frappe.qb.from_(firm)
		.join(covered)
		.on(covered.firm == firm.name)
		.select(firm.phone, firm.address)
		.where(covered.parent == branch)
	).run()
	return _filled(*organisation, *(value for row in firms for value in row))
