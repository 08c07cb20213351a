"""Member data as a sheet for another system: the rows by the columns of a format, and what is to be seen to before it is sent (guide 一（十）1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.facts.members import exchange as facts
from party_affairs.facts.members.exchange import Format
from party_affairs.ledgers.compose import MASK
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import Selection, select
from party_affairs.permissions import seen
from party_affairs.rules.members.exchange import NUMBER, Column, Written, write
from party_affairs.rules.members.membership import full_years, party_age

DOCTYPE = "Party Member"


@dataclass(frozen=True)
class Remark:
	"""A cell that the receiver would refuse or misread: whose it is, under which heading, what stands there, and what to do."""

	member: str
	member_name: str
	heading: str
	value: str
	sentence: str


@dataclass(frozen=True)
class ExchangeSheet:
	"""A sheet ready to be written: a row of cells for each member, in the order of the columns."""

	form: Format
	organisation: str
	dated: str
	members: tuple[str, ...]
	rows: tuple[tuple[Written, ...], ...]
	remarks: tuple[Remark, ...]

	@property
	def file_name(self) -> str:
		"""The name of the file: what it is, whose, and of which day."""
		return "-".join((self.form.name, self.organisation, self.dated)).translate(
			str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
		)


def build(form_name: str, branch: str | None, ptype: str = "export") -> ExchangeSheet:
	"""Return the members of an organisation and all below it (None: all that the caller may send) by a format.

	Restricted fields of members whose restricted fields the caller may not read are masked, and told among the remarks. Raise PermissionError
	without the right `ptype`, ValidationError if there is no such format in use.
	"""
	selection = select(DOCTYPE, {"branch": branch}, ptype=ptype)
	form = facts.format_of(form_name, selection.as_of)
	if form is None:
		refuse_format(form_name)
	people = facts.people(selection.rows_of, form.persons)
	people.sort(key=lambda row: (selection.position(row.branch), row.name))
	posts, names = load_posts(selection), {}
	rows, remarks = [], []
	readable = selection.scope(permlevel=1)
	for number, person in enumerate(people, start=1):
		names[person.name] = person.member_name
		values = _values(person, number, posts, selection)
		cells = []
		for column in form.columns:
			hidden = column.field.restricted and not readable.covers(person.branch)
			cell = (
				Written(MASK)
				if hidden and values[column.field.label]
				else write(column, values[column.field.label])
			)
			remarks.extend(_remarks(person, column, cell, hidden))
			cells.append(cell)
		rows.append(tuple(cells))
	_note_seen(form, people, readable)
	return ExchangeSheet(
		form,
		selection.subtitle(),
		selection.as_of.isoformat(),
		tuple(names),
		tuple(rows),
		tuple(remarks),
	)


def refuse_format(name: str) -> None:
	"""Raise ValidationError: there is no format of that name that is in use today."""
	frappe.throw(
		_("There is no exchange format {0} in use on {1}.").format(
			frappe.bold(frappe.utils.escape_html(name or "")), getdate(nowdate()).isoformat()
		)
	)


def _values(person: Any, number: int, posts: Mapping, selection: Selection) -> dict[str, Any]:
	"""Return by label what stands in a row, as the record holds it."""
	day = selection.as_of
	of_record = {
		found.label: person.get(found.fieldname)
		for found in facts.FIELDS.values()
		if found.fieldname and found.fieldname in person
	}
	return {
		**dict.fromkeys(facts.FIELDS),
		**of_record,
		NUMBER: number,
		"Age": full_years(person.birth_date, day),
		"Years in the Party": party_age(person.full_member_on, day),
		"Party Posts": posts.get((person.branch, person.name), ""),
		"Law Firm": person.firm_name or person.firm,
		"Firm Licence No.": person.firm_licence_no,
		"Party Group": person.group_name,
	}


def _remarks(person: Any, column: Column, cell: Written, hidden: bool) -> Sequence[Remark]:
	found = []
	if hidden and cell.text:
		found.append(
			_("You may not read this field of the branch, so it is masked. Let somebody export it who may.")
		)
	elif cell.unmapped:
		table = column.table.title if column.table else ""
		found.append(
			_(
				"The code table {0} does not have this value, so it stands there as it is here. Add it to the table."
			).format(table)
		)
	elif column.is_required and not cell.text:
		found.append(_("The receiver asks for it, and it is empty here. Fill it in in the member's record."))
	return [Remark(person.name, person.member_name, column.heading, cell.text, text) for text in found]


def _note_seen(form: Format, people: Sequence, readable) -> None:
	fields = {column.field.fieldname for column in form.columns if column.field.restricted}
	if fields:
		seen.note_rows(DOCTYPE, [row for row in people if readable.covers(row.branch)], fields)
