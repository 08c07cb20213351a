"""What the tables say of one person: a member, by his login or his address, or somebody whom a member keeps contact with."""

from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.guide.privacy.copies import Copy
from party_affairs.rules.contact.persons import digits

_PAIRING, _PERSON = "Contact Pairing", "Contacted Person"
_OF_FRAPPE = ("owner", "modified_by", "docstatus", "idx", "import_row", "line_key", "naming_series")


def members(address: str) -> list:
	"""Return name, status and branch of the members whose login it is, or whose address where they have no login: one query."""
	member = DocType("Party Member")
	without_login = member.user.isnull() | (member.user == "")
	return (
		frappe.qb.from_(member)
		.select(member.name, member.status, member.branch)
		.where((member.user == address) | (without_login & (member.email == address)))
		.orderby(member.name)
	).run(as_dict=True)


def contacts(address: str) -> list:
	"""Return name and branch of the contact persons who are the person with this login: same name and same phone. Two queries."""
	user = frappe.db.get_value("User", address, ["full_name", "phone", "mobile_no"], as_dict=True)
	phones = {digits(user.phone), digits(user.mobile_no)} - {""} if user else set()
	if not phones:
		return []
	rows = frappe.get_all(
		_PERSON,
		filters={"contact_name": user.full_name},
		fields=["name", "branch", "phone"],
		order_by="name",
	)
	return [row for row in rows if digits(row.phone) in phones]


def copy_of(copy: Copy, member: str) -> list[dict[str, Any]]:
	"""Return the rows of a DocType that are about a member, with their child tables: a query for each table."""
	table = DocType(copy.document_type)
	named = [table[field] == member for field in copy.person]
	query = frappe.qb.from_(table).select("*")
	for term in named[1:]:
		named[0] |= term
	rows = query.where(named[0]).orderby(table.name).run(as_dict=True)
	return _with_tables(copy.document_type, rows, copy.left_out)


def of_contacts(persons: list[str]) -> dict[str, list[dict[str, Any]]]:
	"""Return by DocType whole records of contact persons, their pairings and what they raised: for those who are these persons."""
	return {
		_PERSON: _whole(_PERSON, "name", persons),
		_PAIRING: _whole(_PAIRING, "contact", persons),
		"Raised Opinion": _whole("Raised Opinion", "contact", persons),
	}


def _whole(doctype: str, column: str, names: list[str]) -> list[dict[str, Any]]:
	table = DocType(doctype)
	rows = (
		frappe.qb.from_(table).select("*").where(table[column].isin(names or [""])).orderby(table.name)
	).run(as_dict=True)
	return _with_tables(doctype, rows, ())


def _with_tables(doctype: str, rows: list, left_out: tuple[str, ...]) -> list[dict[str, Any]]:
	found = {row.name: _told(row, left_out) for row in rows}
	for field in frappe.get_meta(doctype).get_table_fields() if found else ():
		child = DocType(field.options)
		lines = (
			frappe.qb.from_(child)
			.select("*")
			.where((child.parenttype == doctype) & child.parent.isin(list(found)))
			.orderby(child.idx)
		).run(as_dict=True)
		for line in lines:
			found[line.parent].setdefault(field.fieldname, []).append(_told(line, ()))
	return list(found.values())


def _told(row, left_out: tuple[str, ...]) -> dict[str, Any]:
	return {
		column: value
		for column, value in row.items()
		if value not in (None, "") and column not in (*_OF_FRAPPE, *left_out) and not column.startswith("_")
	}
