"""Members as their records have them: who is on register, their stage on a day, and how many full members there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts import remembered
from party_affairs.facts.activity import covers, is_dated, last_day_of_member
from party_affairs.facts.criteria import Which, of_branches
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER

FULL_MEMBER = "full_member"
PROBATIONARY_MEMBER = "probationary_member"
PARTY_MEMBER_STAGES = (FULL_MEMBER, PROBATIONARY_MEMBER)
_STAGE_OF_LABEL = {
	"Full Member": FULL_MEMBER,
	"Probationary Member": PROBATIONARY_MEMBER,
	"Development Target": "development_target",
	"Activist": "activist",
	"Applicant": "applicant",
}
_FIELDS = (
	"name",
	"member_name",
	"branch",
	"firm",
	"party_group",
	"group_from",
	"stage",
	"status",
	"joined_branch_on",
	"left_branch_on",
	"joined_on",
	"full_member_on",
	"is_frail",
	"frail_from",
	"frail_until",
)


def load_of_branches(branches: Sequence[str]) -> list:
	"""Return the members of `branches`, left ones included as long as the day on which they left is known: one query."""
	return load(of_branches(branches))


def load(which: Which, fields: Sequence[str] = ()) -> list:
	"""Return members with `fields` of their records besides, left ones as long as the day on which they left is known: one query.

	Checks and ledgers list members through it. `firm_short_name` is what their firm is called in brief.
	"""
	member, firm = DocType("Party Member"), DocType("Law Firm")
	query = (
		_query(member)
		.left_join(firm)
		.on(firm.name == member.firm)
		.select(*(member[field] for field in fields if field not in _FIELDS))
		.select(firm.short_name.as_("firm_short_name"))
	)
	return _run(query.where(which(member)))


def load_practising(firms: Sequence[str], besides: Iterable[str] = ()) -> list:
	"""Return the members who practise in one of `firms` now, and those named `besides`: two queries at most."""
	rows = {row.name: row for row in load(lambda member: member.firm.isin(list(firms)))}
	others = sorted(set(besides) - set(rows))
	if others:
		rows.update((row.name, row) for row in load(lambda member: member.name.isin(others)))
	return list(rows.values())


def _query(member):
	return frappe.qb.from_(member).select(*(member[field] for field in _FIELDS)).orderby(member.name)


def _run(query) -> list:
	return [row for row in query.run(as_dict=True) if is_dated(row)]


def moved_away_from(branches: Sequence[str], people: Sequence[str] | None = None) -> dict[str, date]:
	"""Return those who were transferred from `branches` to another one of the system, with the day: one query.

	Members who came back are not among them. `people` narrows the answer.
	"""
	transfer, member = DocType("Party Membership Transfer"), DocType("Party Member")
	query = (
		frappe.qb.from_(transfer)
		.join(member)
		.on(member.name == transfer.member)
		.select(transfer.member, transfer.received_on)
		.where(transfer.branch.isin(branches) & (transfer.docstatus == 1) & transfer.received_on.isnotnull())
		.where(member.branch.notin(branches))
		.orderby(transfer.received_on)
	)
	if people is not None:
		query = query.where(transfer.member.isin(people))
	return dict(query.run())


def in_records_of(branch: str, moved: Mapping[str, date], fields: Sequence[str]) -> list:
	"""Return the members of `branch` and those who `moved` away from it, with `fields` of their records: two queries at most.

	`moved` gives the day of each (:func:`moved_away_from`). They belonged there until then and stand in its records of
	that time: their rows say Transferred Out, and the day in left_branch_on.
	"""
	member = DocType("Party Member")
	query = frappe.qb.from_(member).select(*(member[field] for field in fields)).orderby(member.name)
	rows = query.where(member.branch == branch).run(as_dict=True)
	for row in query.where(member.name.isin(sorted(moved))).run(as_dict=True) if moved else ():
		row.update(status="Transferred Out", left_branch_on=moved[row.name], joined_branch_on=None)
		rows.append(row)
	return rows


def taken_id_numbers(numbers: Iterable[str]) -> set[str]:
	"""Return those of the ID numbers that are entered for a member, of whatever branch: one query, none without numbers."""
	wanted = sorted(numbers)
	if not wanted:
		return set()
	member = DocType("Party Member")
	query = frappe.qb.from_(member).select(member.id_number)
	return set(query.where(member.id_number.isin(wanted)).run(pluck=True))


def stage_on(row, day: date) -> str:
	"""Return the stage key of a member on `day`, going back by his dates from the stage that the record has now.

	A record without the date of a step is taken at its word.
	"""
	stage = _STAGE_OF_LABEL[row.stage]
	if stage == FULL_MEMBER and row.full_member_on and day < row.full_member_on:
		stage = PROBATIONARY_MEMBER
	if stage == PROBATIONARY_MEMBER and row.joined_on and day < row.joined_on:
		stage = "development_target"
	return stage


def stage_now(row) -> str:
	"""Return the key of the stage that a record has now."""
	return _STAGE_OF_LABEL[row.stage]


def stages_of(names: Iterable[str], day: date) -> dict[str, str]:
	"""Return by member his stage key on `day`: one query."""
	names = sorted(names)
	if not names:
		return {}
	member = DocType("Party Member")
	return {
		row.name: stage_on(row, day)
		for row in _query(member).where(member.name.isin(names)).run(as_dict=True)
	}


def is_party_member_on(name: str, day: date) -> bool:
	"""Whether somebody is a full or probationary member on `day`, wherever he belongs: one query."""
	return stages_of([name], day)[name] in PARTY_MEMBER_STAGES


def is_frail_on(row, day: date) -> bool:
	"""Whether a member was aged or ill on `day`; a ticked box without dates stands for all the time."""
	return bool(row.is_frail) and covers(row.frail_from, row.frail_until, day)


def belongs_on(row, day: date) -> bool:
	"""Whether the member belonged to his branch on `day`."""
	return covers(row.joined_branch_on, last_day_of_member(row), day)


def is_in_party_here_on(row, day: date) -> bool:
	"""Whether somebody belonged to his branch on `day` as a full or probationary member."""
	return belongs_on(row, day) and stage_on(row, day) in PARTY_MEMBER_STAGES


def names_of(members: Iterable[str]) -> dict[str, str]:
	"""Return the full names of members by the names of their records: one query."""
	return {row.name: row.member_name for row in homes_of(set(members) or [""])}


def people(which: Which, members: Iterable[str], fields: Sequence[str]) -> dict[str, Any]:
	"""Return `fields` of those of `members` who are among the rows asked for, by the names of their records: one query."""
	names = sorted(set(members))
	if not names:
		return {}
	member = DocType("Party Member")
	query = frappe.qb.from_(member).select(member.name, *(member[field] for field in fields))
	rows = query.where(member.name.isin(names) & which(member)).run(as_dict=True)
	return {row.name: row for row in rows}


def record_of(member: str, fields: Sequence[str]):
	"""Return `fields` of one member's record, for a document about the member: one query.

	Readers of the document need not see the record, so the caller says which fields it shows.
	"""
	return frappe.db.get_value("Party Member", member, fields, as_dict=True)


def homes_of(members: Iterable[str]) -> list:
	"""Return name, member_name and branch of those of `members` who have a record: one query."""
	member = DocType("Party Member")
	query = frappe.qb.from_(member).select(member.name, member.member_name, member.branch)
	return remembered.each_once(
		"homes", members, lambda names: query.where(member.name.isin(names)).run(as_dict=True)
	)


def logins_of(members: Iterable[str]) -> list[str]:
	"""Return the logins that those of `members` have who have one: one query."""
	filters = {"name": ["in", sorted(members)], "user": ["is", "set"]}
	return frappe.get_all("Party Member", filters=filters, pluck="user")


def with_status(label: str) -> set[str]:
	"""Return the members of all organisations with a standing, by its label: one query."""
	return set(frappe.get_all("Party Member", filters={"status": label}, pluck="name"))


def count_party_members(rows: Iterable, day: date) -> tuple[int, int]:
	"""Return (full members, full and probationary members) among `rows` on `day`. Only these are members of the Party."""
	stages = [stage_on(row, day) for row in rows if belongs_on(row, day)]
	full = stages.count(FULL_MEMBER)
	return full, full + stages.count(PROBATIONARY_MEMBER)


def numbers_on_register(which: Which, branches: Iterable[str] | None = None) -> dict[str, int]:
	"""Return by branch how many full and probationary members are on register now: one query.

	`branches` narrows the answer; a branch without any is left out.
	"""
	member = DocType("Party Member")
	query = (
		frappe.qb.from_(member)
		.select(member.branch, Count(member.name))
		.where(which(member) & member.status.isin(ON_REGISTER) & member.stage.isin(IN_THE_PARTY))
		.groupby(member.branch)
	)
	if branches is not None:
		query = query.where(member.branch.isin(sorted(branches) or [""]))
	return dict(query.run())
