"""Formats and code tables of the exchange of member data, who stands in a sheet, and what changed since a member was entered."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.members import register
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER
from party_affairs.rules.members.exchange import FIELDS, RECORD_FIELDS, Code, CodeTable, Column, words_of

FORMAT, TABLE, MEMBER = "Exchange Format", "Exchange Code Table", "Party Member"
PARTY_MEMBERS = "Party Members"
_SUBMITTED = 1


@dataclass(frozen=True)
class Format:
	"""A sheet as it is written and read on a day."""

	name: str
	receiver: str
	persons: str
	is_example: bool
	columns: tuple[Column, ...]

	def reads(self, fieldname: str) -> bool:
		"""Whether a column holds a field of the record."""
		return any(column.field.fieldname == fieldname for column in self.columns)


def formats_in_use(day: date) -> list:
	"""Return name, receiver and is_example of the formats that hold on a day: one query."""
	rows = frappe.get_all(
		FORMAT,
		filters={"is_active": 1},
		fields=["name", "receiver", "is_example", "effective_from", "effective_to"],
		order_by="name",
	)
	return [row for row in rows if _holds(row, day)]


def format_of(name: str, day: date) -> Format | None:
	"""Return a format with its code tables as they hold on a day, None if there is none of that name in use then: four queries."""
	fields = ["name", "receiver", "persons", "is_example", "is_active", "effective_from", "effective_to"]
	row = frappe.db.get_value(FORMAT, name, fields, as_dict=True)
	if not row or not row.is_active or not _holds(row, day):
		return None
	columns = frappe.get_all(
		"Exchange Format Column",
		filters={"parent": name, "parenttype": FORMAT},
		fields=[
			*("heading", "source", "code_table", "written_as", "date_format"),
			*("fixed_text", "is_required", "width"),
		],
		order_by="idx",
	)
	tables = _tables({column.code_table for column in columns if column.code_table}, day)
	return Format(
		row.name,
		row.receiver,
		row.persons,
		bool(row.is_example),
		tuple(_column(column, tables) for column in columns),
	)


def _column(row, tables: Mapping[str, CodeTable]) -> Column:
	return Column(
		heading=row.heading,
		field=FIELDS[row.source],
		table=tables.get(row.code_table),
		written_as=row.written_as or "",
		date_format=row.date_format or "",
		fixed_text=row.fixed_text or "",
		is_required=bool(row.is_required),
		width=row.width or 0,
	)


def _tables(names: Iterable[str], day: date) -> dict[str, CodeTable]:
	"""Code tables that do not hold on the day know no word: everything is told as unmapped, and nothing is written in silence."""
	wanted = sorted(names)
	if not wanted:
		return {}
	heads = frappe.get_all(
		TABLE,
		filters={"name": ["in", wanted]},
		fields=["name", "is_active", "effective_from", "effective_to"],
		order_by="name",
	)
	codes: dict[str, list[Code]] = defaultdict(list)
	for row in frappe.get_all(
		"Exchange Code",
		filters={"parent": ["in", wanted], "parenttype": TABLE},
		fields=["parent", "our_words", "code", "their_word"],
		order_by="parent, idx",
	):
		codes[row.parent].append(Code(words_of(row.our_words), row.code or "", row.their_word))
	return {
		head.name: CodeTable(
			head.name, tuple(codes[head.name]) if head.is_active and _holds(head, day) else ()
		)
		for head in heads
	}


def _holds(row, day: date) -> bool:
	return (not row.effective_from or row.effective_from <= day) and (
		not row.effective_to or day <= row.effective_to
	)


def people(which: Which, persons: str) -> list:
	"""Return those on register who stand in a sheet, with the fields of their records, the firm's licence number and the name of the group: one query."""
	member, firm, group = DocType(MEMBER), DocType("Law Firm"), DocType("Party Group")
	query = (
		frappe.qb.from_(member)
		.left_join(firm)
		.on(firm.name == member.firm)
		.left_join(group)
		.on(group.name == member.party_group)
		.select(member.name, *(member[field] for field in RECORD_FIELDS))
		.select(firm.firm_name, firm.licence_no.as_("firm_licence_no"), group.group_name)
		.where(which(member) & member.status.isin(ON_REGISTER))
		.orderby(member.branch, member.name)
	)
	if persons == PARTY_MEMBERS:
		query = query.where(member.stage.isin(IN_THE_PARTY))
	return query.run(as_dict=True)


def everybody(which: Which) -> list:
	"""Return whoever has a record, those who left included, with its fields: one query."""
	member, firm = DocType(MEMBER), DocType("Law Firm")
	return (
		frappe.qb.from_(member)
		.left_join(firm)
		.on(firm.name == member.firm)
		.select(member.name, *(member[field] for field in RECORD_FIELDS), firm.firm_name)
		.where(which(member))
		.orderby(member.branch, member.name)
	).run(as_dict=True)


# --- what changed since somebody was entered on the platform ---------------------------------------------------------


@dataclass(frozen=True)
class Changed:
	"""Something that was recorded of a member after he was entered: which field or matter, on which day it was recorded, and of which day it tells.

	`label` is English and is translated by whoever shows it; `before` and `after` are values as they are stored, None where they are not told.
	"""

	member: str
	label: str
	recorded_on: date
	after: str | None = None


def entered(which: Which) -> list:
	"""Return the members of the Party with the day of their last entry on the platform, and those who left since: one query.

	Rows have name, member_name, branch, stage, status, left_branch_on, creation, platform_entered_on and platform_known_until.
	"""
	member = DocType(MEMBER)
	fields = (
		*(
			"name",
			"member_name",
			"branch",
			"stage",
			"status",
			"joined_branch_on",
			"left_branch_on",
			"creation",
		),
		*("platform_entered_on", "platform_known_until"),
	)
	return (
		frappe.qb.from_(member)
		.select(*(member[field] for field in fields))
		.where(which(member) & member.stage.isin(IN_THE_PARTY))
		.where(member.status.isin(ON_REGISTER) | member.platform_entered_on.isnotnull())
		.orderby(member.branch, member.name)
	).run(as_dict=True)


def changes_since(known_until: Mapping[str, datetime], last: date) -> list[Changed]:
	"""Return what was recorded of members after the moments of `known_until` and until `last`: three queries, none without members.

	Changes of the record are those that its versions tell; posts and honours have records of their own.
	"""
	if not known_until:
		return []
	names, since = sorted(known_until), min(known_until.values())
	found = [*_of_records(names, since), *_of_posts(names, since), *_of_honours(names, since)]
	return [
		Changed(member, label, recorded.date(), after)
		for member, label, recorded, after in found
		if known_until[member] < recorded and recorded.date() <= last
	]


def _of_records(names: Sequence[str], since: datetime) -> Iterable[tuple[str, str, datetime, str | None]]:
	labels = {found.fieldname: found for found in FIELDS.values() if found.fieldname}
	version = DocType("Version")
	rows = (
		frappe.qb.from_(version)
		.select(version.docname, version.creation, version.data)
		.where((version.ref_doctype == MEMBER) & version.docname.isin(names) & (version.creation > since))
		.orderby(version.creation)
	).run(as_dict=True)
	for row in rows:
		for fieldname, _before, after in json.loads(row.data or "{}").get("changed") or ():
			if found := labels.get(fieldname):
				yield row.docname, found.label, row.creation, None if found.restricted else after


def _of_posts(names: Sequence[str], since: datetime) -> Iterable[tuple[str, str, datetime, str | None]]:
	"""Posts that were entered, and those that ended: a day of an end is over at its end."""
	post = DocType("Party Post")
	day = since.date()
	rows = (
		frappe.qb.from_(post)
		.select(post.member, post.creation, post.post, post.end_date, post.removed_on)
		.where(post.member.isin(names))
		.where((post.creation > since) | (post.end_date >= day) | (post.removed_on >= day))
		.orderby(post.creation)
	).run(as_dict=True)
	for row in rows:
		yield row.member, "Party Posts", row.creation, row.post
		if ended := row.removed_on or row.end_date:
			yield row.member, "Party Posts", datetime.combine(ended, time.max), row.post


def _of_honours(names: Sequence[str], since: datetime) -> Iterable[tuple[str, str, datetime, str | None]]:
	honour = DocType("Honour")
	rows = (
		frappe.qb.from_(honour)
		.select(honour.member, honour.creation, honour.honour_name)
		.where(honour.member.isin(names) & (honour.docstatus == _SUBMITTED) & (honour.creation > since))
		.orderby(honour.creation)
	).run(as_dict=True)
	return ((row.member, "Honours", row.creation, row.honour_name) for row in rows)


def branches_of(members: Sequence[str]) -> dict[str, str]:
	"""Return by member his branch, those without a record left out: one query."""
	return {row.name: row.branch for row in register.homes_of(members)}
