"""What the workbook for a branch has in it before anybody fills it in, as far as the caller may read it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.facts.criteria import of_branches
from party_affairs.facts.documents import stored
from party_affairs.facts.organisation import groups
from party_affairs.importing import layout
from party_affairs.importing.layout.table import Sheet
from party_affairs.importing.template import Filling, months_of
from party_affairs.permissions import scope_for, seen
from party_affairs.privacy import mark

_IN_PARTY = ("Full Member", "Probationary Member")
_LEFT = ("Transferred Out", "Left the Party", "Deceased", "Membership Suspended")
_DOCTYPES = {"roster": "Party Member", "posts": "Party Post", "pairings": "Contact Pairing"}
_FIRST_HALF, _SECOND_HALF = "上半年", "下半年"
_THEME_DAY, _LECTURE = "主题党日", "党课"


def filling_of(branch: str, year: int, quarter: int | None = None) -> Filling:
	"""Return members, posts and pairings of a branch as the year has them, and the rows that wait for what they did.

	Nothing is there that the caller may not read, and of sensitive fields nothing that he may not write.
	"""
	if not scope_for("Party Member").covers(branch):
		return Filling()
	names = groups.names(of_branches([branch]))
	people = _members(branch, year)
	called = _names(people)
	rows: dict[str, list[dict[str, Any]]] = {
		"roster": [
			_row(layout.ROSTER, person, {"party_group": names.get(person.party_group)}) for person in people
		]
	}
	in_party = [called[person.name] for person in people if person.stage in _IN_PARTY and _is_there(person)]
	rows["dues"] = [{"member": name} for name in in_party]
	rows["reports"] = [
		{"member": name, "half_year": half} for name in in_party for half in _half_years(quarter)
	]
	if quarter in (None, 4):
		rows["appraisal"] = [{"member": name} for name in in_party]
	rows["development"] = [
		{"member": called[person.name]}
		for person in people
		if person.stage != "Full Member" and _is_there(person)
	]
	rows["plan"] = _plan(branch, year, quarter)
	first, last = date(year, 1, 1), date(year, 12, 31)
	pairings: list[Any] = []
	for sheet in (layout.POSTS_SHEET, layout.PAIRINGS):
		doctype = _DOCTYPES[sheet.key]
		if scope_for(doctype).covers(branch):
			records = [row for row in _records(sheet, {"branch": branch}) if _lies_in(row, first, last)]
			pairings = records if sheet is layout.PAIRINGS else []
			rows[sheet.key] = [
				_row(
					sheet,
					record,
					{
						"member": called.get(record.member, record.member_name),
						"party_group": names.get(record.get("party_group")),
					},
				)
				for record in records
			]
	numbered = {
		key: [{"serial": place, **row} for place, row in enumerate(of, start=1)] for key, of in rows.items()
	}
	shows = any([_note_sensitive("Party Member", people), _note_sensitive("Contact Pairing", pairings)])
	return Filling(numbered, tuple(names.values()), mark.sentence() if shows else "")


def _note_sensitive(doctype: str, rows: Iterable[Any]) -> bool:
	"""Note which rows go out with sensitive fields, and whether there are any."""
	fields = [field.fieldname for field in frappe.get_meta(doctype).fields if field.permlevel]
	shown = [row for row in rows if any(row.get(fieldname) for fieldname in fields)]
	seen.note_rows(doctype, shown, fields)
	return bool(shown)


def _members(branch: str, year: int) -> list:
	"""Who belongs to the branch, or left it in the year or later."""
	people = _records(layout.ROSTER, {"branch": branch})
	return [
		person
		for person in people
		if _is_there(person) or (person.left_branch_on and getdate(person.left_branch_on).year >= year)
	]


def _is_there(person: Mapping[str, Any]) -> bool:
	return person["status"] not in _LEFT


def _records(sheet: Sheet, filters: Mapping[str, Any]) -> list:
	"""Return the documents of a sheet with the fields of its columns that the caller may see, and who is meant."""
	doctype = _DOCTYPES[sheet.key]
	meta = frappe.get_meta(doctype)
	branch = filters["branch"]
	sees_all = scope_for(doctype, "write", permlevel=1).covers(branch)
	fields = [
		field.fieldname
		for column in sheet.columns
		if (field := meta.get_field(column.key))
		and column.kind != "ignored"
		and (sees_all or not field.permlevel)
	]
	besides = {"branch", "member", "member_name"} & {field.fieldname for field in meta.fields}
	return stored(doctype, filters, sorted({*fields, *besides}))


def _lies_in(record: Mapping[str, Any], first: date, last: date) -> bool:
	ends = record.get("removed_on") or record.get("end_date")
	starts = record.get("start_date")
	return not (ends and getdate(ends) < first) and not (starts and getdate(starts) > last)


def _names(people: Iterable[Any]) -> dict[str, str]:
	"""Return what each is called in the sheets; namesakes have the end of their ID number, if the caller may see it."""
	number = Counter(person.member_name for person in people)
	return {
		person.name: person.member_name
		if number[person.member_name] == 1 or not person.get("id_number")
		else f"{person.member_name}（{person.id_number[-4:]}）"
		for person in people
	}


def _row(sheet: Sheet, record: Mapping[str, Any], links: Mapping[str, Any]) -> dict[str, Any]:
	"""Return the cells of a record in the words of the sheet."""
	cells: dict[str, Any] = {}
	for column in sheet.columns:
		value = links[column.key] if column.key in links else record.get(column.key)
		if value in (None, "") or column.kind == "ignored" or column.alternative:
			continue
		if column.choices:
			cells[column.key] = column.choices[value][0] if value in column.choices else value
		elif column.kind == "check":
			cells[column.key] = "是" if value else None
		else:
			cells[column.key] = value
	return cells


def _half_years(quarter: int | None) -> tuple[str, ...]:
	if quarter is None:
		return (_FIRST_HALF, _SECOND_HALF)
	return (_FIRST_HALF if quarter <= 2 else _SECOND_HALF,)


def _plan(branch: str, year: int, quarter: int | None) -> list[dict[str, Any]]:
	"""A line for each month's theme day and each quarter's lecture, unless the year has its plan."""
	if stored("Party Annual Plan", {"branch": branch, "year": year}, ()):
		return []
	months = months_of(quarter)
	lines = [{"month": f"{month}月", "kind": _THEME_DAY} for month in months]
	return lines + [{"month": f"{month}月", "kind": _LECTURE} for month in months if month % 3 == 0]
