"""党员花名册: Party Member."""

import re
from collections.abc import Container, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.facts.documents import stored
from party_affairs.facts.members.history import EVENT, settled_by_documents
from party_affairs.facts.members.register import taken_id_numbers
from party_affairs.importing.layout import ROSTER
from party_affairs.importing.matching import agreeing, match
from party_affairs.importing.names import same_branch
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, check, columns, settle, standing
from party_affairs.importing.writer import comparable
from party_affairs.rules.message import Message
from party_affairs.rules.names import canonical, is_near, name_key

_AS_TYPED = (
	"member_name",
	"gender",
	"id_number",
	"birth_date",
	"ethnicity",
	"native_place",
	"education",
	"stage",
	"status",
	"joined_branch_on",
	"left_branch_on",
	"applied_on",
	"activist_on",
	"target_on",
	"joined_on",
	"full_member_on",
	"firm_position",
	"licence_no",
	"licence_type",
	"mobile",
	"email",
	"address",
	"frail_from",
	"frail_until",
	"firm_from",
	"position_from",
)
_CHECKS = ("is_partner", "is_hardship", "is_frail")
_CIRCUMSTANCES = {"is_hardship": re.compile("困难"), "is_frail": re.compile("年老|体弱|老弱|重病")}
_FIELDS = (*_AS_TYPED, *_CHECKS, "branch", "firm", "party_group", "import_row")
_PRACTICE = ("firm", "firm_position", "is_partner", "firm_from", "position_from")
"""What events about a member's practice settle."""

_STANDING = (
	*("stage", "status", "left_branch_on", "joined_branch_on"),
	*("applied_on", "activist_on", "target_on", "joined_on", "full_member_on", "firm", "firm_position"),
)
"""What documents about a member's standing settle."""

_SINCE = {"firm": "firm_from", "firm_position": "position_from"}
_LONG_ENOUGH_TO_BE_NEAR = 3
"""Characters of a name. Two names of two characters are near each other by chance."""

_LEFT = ("Transferred Out", "Left the Party", "Deceased", "Membership Suspended")


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the members of the branch.

	A person whose row has a problem cannot be entered yet and is `unsettled` for the other sheets.
	"""
	context.lookups.load_firms(record.get("firm") for record in records)
	prepared = [_values(record, context) for record in records]
	members = stored("Party Member", {"branch": context.branch}, _FIELDS)
	if context.lookups.moved:
		members += stored("Party Member", {"name": ["in", sorted(context.lookups.moved)]}, _FIELDS)
	names = [member.name for member in members]
	documented = settled_by_documents(names, last=date(context.year, 12, 31))
	_refuse_members_of_other_branches(records, members, context)
	found = match(
		prepared, members, (_by_id_number, _by_name_and_birth, _by_name), _is_same_person, _is_somebody_else
	)
	_ask_about_near_names(records, prepared, members, found, context)
	for position, record in enumerate(records):
		existing = members[found[position]] if position in found else None
		saved = None
		if record.ready and existing is not None and existing.name in context.lookups.moved:
			saved = existing.name
			record.note(
				"member_name",
				"{name} now belongs to {branch}; the record there is left as it is.",
				name=existing.member_name,
				branch=existing.branch,
			)
		elif record.ready:
			values = prepared[position]
			if existing is not None:
				values = _without_settled(values, existing, record, documented.get(existing.name, ()))
				values = standing.as_told(values, existing, record, context)
				_note_changes_without_a_day(values, existing, record, context)
			standing.note_what_cannot_be(values, existing, record, context)
			saved = context.save(record, "Party Member", values, existing)
		known_by_that_name = existing is not None and _is_called(existing, record.get("member_name"))
		if saved is None and record.get("member_name") and not known_by_that_name:
			context.lookups.unsettle(record.get("member_name"))
	context.lookups.reload_people()
	context.note_left_over(ROSTER, members, found.values(), lambda member: member.member_name)


def _ask_about_near_names(
	records: list[Record],
	prepared: list[dict[str, Any]],
	members: list,
	found: Mapping[int, int],
	context: Context,
) -> None:
	"""A mistyped name must not make a second member with a vote. The ID number says that it is another person."""
	own = [(name_key(member.member_name), member) for member in members if member.branch == context.branch]
	there = {members[position].name for position in found.values()}
	for position, (record, values) in enumerate(zip(records, prepared, strict=True)):
		name = name_key(values.get("member_name"))
		if position in found or not name or values.get("id_number"):
			continue
		near = [member for key, member in own if is_near(name, key)]
		same = next((member for member in near if _is_born_or_joined_alike(values, member)), None)
		if same:
			record.refuse(
				"member_name",
				"{name} is entered already: one character of the name is another, and the birth date, or the day of joining and the firm, are the same. Correct the name; if this is another person, add the ID number.",
				name=same.member_name,
			)
			continue
		names = tuple(
			member.member_name
			for member in near
			if member.name not in there and min(len(name), len(member.member_name)) >= _LONG_ENOUGH_TO_BE_NEAR
		)
		if names:
			record.note(
				"member_name",
				"Entered as a new member. {names} is called nearly so and does not stand in the workbook: check that this is another person.",
				names=names,
			)


def _is_born_or_joined_alike(values: Mapping[str, Any], member: Mapping[str, Any]) -> bool:
	if values.get("birth_date") and member["birth_date"]:
		return getdate(values["birth_date"]) == getdate(member["birth_date"])
	return agreeing(values, member, "firm", "joined_on") == 2


def _is_called(member: Mapping[str, Any], name: str | None) -> bool:
	return name_key(member["member_name"]) == name_key(name)


def _note_changes_without_a_day(
	values: Mapping[str, Any], member: Mapping[str, Any], record: Record, context: Context
) -> None:
	"""A change of firm or post is an occasion, and a workbook of a past year does not tell when in the year it was."""
	if context.year >= getdate(nowdate()).year or context.came_from(member, ROSTER):
		return
	for key, since in _SINCE.items():
		if member.get(key) and values.get(key) and values[key] != member[key] and not values.get(since):
			record.note(
				key,
				"A change in {year} without its day: noted for {day}. Correct the day in the member's record.",
				year=context.year,
				day=date(context.year, 12, 31),
			)


def _without_settled(
	values: dict[str, Any], member: Mapping[str, Any], record: Record, documents: Container[str]
) -> dict[str, Any]:
	"""Return the values of a row without those that documents have settled; what differs is noted, not changed."""
	settled = (*(_STANDING if set(documents) - {EVENT} else ()), *(_PRACTICE if EVENT in documents else ()))
	meta = frappe.get_meta("Party Member")
	differing = tuple(
		Message(meta.get_label(key))
		for key in settled
		if values.get(key) is not None
		and comparable(meta.get_field(key).fieldtype, values[key])
		!= comparable(meta.get_field(key).fieldtype, member.get(key))
	)
	if differing:
		record.note(
			"member_name",
			"Kept as the documents about {name} say: {fields}.",
			name=member["member_name"],
			fields=differing,
		)
	kept = {key: value for key, value in values.items() if key not in settled}
	if _is_called(member, kept.get("member_name")):
		kept["member_name"] = canonical(member["member_name"])
	return kept


def _values(record: Record, context: Context) -> dict[str, Any]:
	values = columns(record, *_AS_TYPED)
	values.update(
		(key, check(record.get(key)) if record.get(key) is not None else None)
		for key in _CHECKS
		if record.has(key)
	)
	circumstances = record.get("circumstances") or ""
	for key, words in _CIRCUMSTANCES.items():
		if words.search(circumstances):
			values[key] = 1
	if values.get("frail_from") or values.get("frail_until"):
		values["is_frail"] = 1
	if (record.get("is_floating") or "流动" in circumstances) and values.get("status") in (
		None,
		"On Register",
	):
		values["status"] = "Floating"
	if values.get("status") in _LEFT and record.has("left_branch_on") and not values.get("left_branch_on"):
		record.refuse("left_branch_on", "Whoever left the branch needs the day on which it was.")
	if record.get("firm"):
		values["firm"] = settle(record, "firm", context.lookups.firm, record.get("firm"))
	if record.get("party_group"):
		values["party_group"] = settle(
			record, "party_group", context.lookups.group, record.get("party_group")
		)
	if record.get("home_branch") and not same_branch(record.get("home_branch"), context.branch):
		record.refuse(
			"home_branch",
			"The workbook is that of {branch}; members of other branches do not belong in it.",
			branch=context.branch,
		)
	values["branch"] = context.branch
	values["import_row"] = context.import_row(record)
	return values


def _refuse_members_of_other_branches(records: list[Record], members: list, context: Context) -> None:
	"""An ID number that is entered elsewhere: one query for all rows, before the database would refuse it."""
	own = {member.id_number for member in members}
	numbers = {record.get("id_number") for record in records} - own - {None}
	if not numbers:
		return
	taken = taken_id_numbers(numbers)
	for record in records:
		if record.get("id_number") in taken:
			record.refuse(
				"id_number",
				"This ID number is entered for a member of another branch. Transfer the membership there first.",
			)


def _by_id_number(row: Mapping[str, Any]) -> Any:
	return row.get("id_number") or None


def _by_name_and_birth(row: Mapping[str, Any]) -> Any:
	if row.get("member_name") and row.get("birth_date"):
		return name_key(row["member_name"]), getdate(row["birth_date"])
	return None


def _by_name(row: Mapping[str, Any]) -> Any:
	return name_key(row.get("member_name")) or None


def _is_same_person(row: Mapping[str, Any], member: Mapping[str, Any]) -> bool:
	"""A corrected name or date leaves the rest of the person standing; a new person in the row does not."""
	return _is_called(member, row.get("member_name")) or bool(
		agreeing(row, member, "birth_date", "mobile", "licence_no", "joined_on")
	)


def _is_somebody_else(row: Mapping[str, Any], member: Mapping[str, Any]) -> bool:
	"""Namesakes: another date of birth, or, where one of the dates is not known, another ID number."""
	if row.get("birth_date") and member.get("birth_date"):
		return getdate(row["birth_date"]) != getdate(member["birth_date"])
	return bool(row.get("id_number") and member.get("id_number") and row["id_number"] != member["id_number"])
